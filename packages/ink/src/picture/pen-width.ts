import { HALF } from './soft-ink.js';
import { squaredDistances } from './distance.js';
import type { Grid } from './grid.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { floor, max, min, sqrt } = Math;

export interface Pen {
  /** Mean width of the lines in pixels. */
  readonly width: number;
  /** Diameter in pixels of the largest disc that fits into the ink. */
  readonly thickest: number;
  /** Width of the lines where they are thinnest: a tenth of their length is thinner. */
  readonly thinnest: number;
}

/** The part of the lines' length that may be thinner than the thinnest. */
const THIN_SHARE = 0.1;

/**
 * Width of the pen from the distance of each ink pixel to the edge of the ink: across a line of
 * width w the distances run from 0 to w/2 and back, so their mean is w/4, whatever the line's shape.
 */
export function measurePen(ink: Grid): Pen {
  const set = Uint8Array.from(ink.values, (value) => (value > HALF ? 1 : 0));
  const squared = squaredDistances(set, ink.width, ink.height);
  let sum = 0;
  let count = 0;
  let largest = 0;
  for (let at = 0; at < set.length; at++) {
    if (!set[at]) continue;
    // From the pixel's centre to the edge of its neighbour, not to the neighbour's centre.
    const distance = sqrt(squared[at]!) - 0.5;
    sum += distance;
    count++;
    if (distance > largest) largest = distance;
  }
  const thinnest = 2 * (quantile(ridgeOf(squared, ink.width, ink.height), THIN_SHARE) ?? 0);
  return { width: count > 0 ? (4 * sum) / count : 0, thickest: 2 * largest, thinnest };
}

/** Distances to the edge in the middle of lines: where no neighbour is further from it. */
function ridgeOf(squared: Float64Array, width: number, height: number): number[] {
  const ridge: number[] = [];
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++) {
      const at = row * width + column;
      const here = squared[at]!;
      // A single pixel is the grain of an edge.
      if (here <= 1) continue;
      const isHighest =
        here >= squared[at - 1]! &&
        here >= squared[at + 1]! &&
        here >= squared[at - width - 1]! &&
        here >= squared[at - width]! &&
        here >= squared[at - width + 1]! &&
        here >= squared[at + width - 1]! &&
        here >= squared[at + width]! &&
        here >= squared[at + width + 1]!;
      if (isHighest) ridge.push(sqrt(here) - 0.5);
    }
  }
  return ridge;
}

function quantile(values: readonly number[], share: number): number | undefined {
  return [...values].sort((a, b) => a - b)[floor(values.length * share)];
}

/**
 * Widens (dilation) or narrows (erosion) all lines by the same amount, which need not be a whole
 * number of pixels: the edge of the ink is moved along its distance field.
 *
 * @param change pixels that lines become wider by, negative to narrow them
 * @returns ink in 0..1 with edges one pixel soft; ink may reach `change / 2` further than before, so
 * leave a margin
 */
export function changePenWidth(ink: Grid, change: number): Grid {
  const { width, height } = ink;
  const inside = Uint8Array.from(ink.values, (value) => (value > HALF ? 1 : 0));
  const depths =
    change < 0 ? depthsInside(inside, width, height) : depthsOutside(inside, width, height);
  return {
    width,
    height,
    values: depths.map((depth) => min(1, max(0, depth + change / 2 + 0.5))),
  };
}

/** How deep each ink pixel lies under the edge of the ink, in pixels; -0.5 for paper. */
function depthsInside(inside: Uint8Array, width: number, height: number): Float32Array {
  const squared = squaredDistances(inside, width, height);
  return Float32Array.from(squared, (value) => sqrt(value) - 0.5);
}

/** How far each pixel of paper is from the edge of the ink, as a negative number; 0.5 for ink. */
function depthsOutside(inside: Uint8Array, width: number, height: number): Float32Array {
  const outside = inside.map((value) => 1 - value);
  const squared = squaredDistances(outside, width, height, true);
  return Float32Array.from(squared, (value) => 0.5 - sqrt(value));
}
