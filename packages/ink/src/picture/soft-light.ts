import { touchesBorder, type Box, type Grid } from './grid.js';
import { localMeans } from './local-means.js';
import { HALF } from './soft-ink.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { hypot, max, min } = Math;

/** In smaller pictures, by the shorter side, the edges of strokes are soft as well. */
export const SMALL = 64;

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
  const isOwn = (at: number) => character.values[at]! > HALF;
  return hasSoftEdges(even(), bounds, isOwn);
}

/** Whether something has no edge: the ink falls over less than `leastFall`, on average. The picture's border is none. */
export function hasSoftEdges(
  { width, height, values }: Grid,
  { left, top, right, bottom }: Box,
  isOwn: (at: number) => boolean,
  leastFall = LEAST_FALL,
): boolean {
  let [fall, count] = [0, 0];
  for (let row = max(1, top); row < min(height - 1, bottom); row++) {
    for (let column = max(1, left); column < min(width - 1, right); column++) {
      const at = row * width + column;
      if (!isOwn(at) || !hasEdge(isOwn, at, width)) continue;
      const [before, after] = [max(0, column - DISTANCE), min(width - 1, column + DISTANCE)];
      const [above, below] = [max(0, row - DISTANCE), min(height - 1, row + DISTANCE)];
      const across = values[row * width + after]! - values[row * width + before]!;
      const down = values[below * width + column]! - values[above * width + column]!;
      fall += hypot(across, down);
      count++;
    }
  }
  return fall < leastFall * count;
}

/** Whether one of the four pixels beside this one is not of it. */
const hasEdge = (isOwn: (at: number) => boolean, at: number, width: number): boolean =>
  [at - 1, at + 1, at - width, at + width].some((beside) => !isOwn(beside));
