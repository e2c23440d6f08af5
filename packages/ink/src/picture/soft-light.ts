import { touchesBorder, type Box, type Grid } from './grid.js';
import { localMeans } from './local-means.js';
import { HALF } from './soft-ink.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { hypot, max, min } = Math;

/** In smaller pictures, by the shorter side, the edges of strokes are soft as well. */
const SMALL = 64;

/** Narrower things than this, in pixels, are no shadow. */
export const LEAST_WIDTH = 3;

/** Noise is evened out over so many pixels in each direction ... */
const SMOOTH = 2;

/** ... and an edge is where ink falls by so much, on average, over this distance on either side. */
const DISTANCE = 2;
const LEAST_FALL = 0.2;

/** Ink without its noise, as edges are looked for in. */
export const evenedOut = (ink: Grid): Grid => localMeans(ink, SMOOTH);

/**
 * Whether what was found in a picture without a drawing is its light alone: a slope or a vignette comes in from the
 * border, is wider than a line, and has no edge anywhere.
 *
 * @param ink all that differs from the paper, 0..1
 * @param character what was found of it
 * @param even gives the same ink by `evenedOut`, where that is needed more than once
 */
export function isSoftLight(
  ink: Grid,
  character: Grid,
  bounds: Box,
  roughPen: number,
  even = () => evenedOut(ink),
): boolean {
  const { width, height } = ink;
  if (min(width, height) < SMALL || roughPen < LEAST_WIDTH) return false;
  if (!touchesBorder(bounds, ink)) return false;
  const { values } = even();
  let [fall, count] = [0, 0];
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++) {
      const at = row * width + column;
      if (!(character.values[at]! > HALF) || !hasEdge(character, at)) continue;
      const [left, right] = [max(0, column - DISTANCE), min(width - 1, column + DISTANCE)];
      const [top, bottom] = [max(0, row - DISTANCE), min(height - 1, row + DISTANCE)];
      const across = values[row * width + right]! - values[row * width + left]!;
      const down = values[bottom * width + column]! - values[top * width + column]!;
      fall += hypot(across, down);
      count++;
    }
  }
  return fall < LEAST_FALL * count;
}

/** Whether one of the four pixels beside this one is not of it. */
const hasEdge = ({ width, values }: Grid, at: number): boolean =>
  [at - 1, at + 1, at - width, at + width].some((beside) => !(values[beside]! > HALF));
