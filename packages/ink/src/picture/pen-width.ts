import { HALF } from './soft-ink.js';
import { squaredDistances } from './distance.js';
import { inverted, maskAbove, type Grid, type Mask } from './grid.js';
import { floats, zeroCounts } from './workspace.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, ceil, floor, max, min, sqrt } = Math;

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
  const { all, ridge } = countDistances(ink);
  let sum = 0;
  let count = 0;
  let largest = 0;
  // From 1 on: the others are paper.
  for (let square = 1; square < all.length; square++) {
    if (all[square] === 0) continue;
    largest = toEdge(square);
    sum += largest * all[square]!;
    count += all[square]!;
  }
  const width = count > 0 ? (4 * sum) / count : 0;
  return { width, thickest: 2 * largest, thinnest: 2 * thinnestOf(ridge) };
}

/** From a pixel's centre to the edge of its neighbour, not to the neighbour's centre. */
const toEdge = (square: number): number => sqrt(square) - 0.5;

/**
 * How often there is each squared distance to the edge of the ink, and how often in the middle of lines: where no neighbour is
 * further from it.
 */
function countDistances(ink: Grid): { readonly all: Uint32Array; readonly ridge: Uint32Array } {
  const { width, height } = ink;
  const squared = squaredDistances(maskAbove(ink, HALF).values, width, height);
  // All around the grid is paper.
  const most = (min(width, height) + 1) >> 1;
  const all = zeroCounts(most * most + 1);
  const ridge = zeroCounts(all.length);
  for (let at = 0; at < squared.length; at++) {
    const here = squared[at]!;
    if (here === 0) continue;
    all[here]!++;
    // A single pixel is the grain of an edge. Those at the sides of the grid are no further from it.
    if (here === 1) continue;
    const isHighest =
      here >= squared[at - 1]! &&
      here >= squared[at + 1]! &&
      here >= squared[at - width - 1]! &&
      here >= squared[at - width]! &&
      here >= squared[at - width + 1]! &&
      here >= squared[at + width - 1]! &&
      here >= squared[at + width]! &&
      here >= squared[at + width + 1]!;
    if (isHighest) ridge[here]!++;
  }
  return { all, ridge };
}

/** The distance to the edge that a tenth of the ridge is below; 0 where there is none. */
function thinnestOf(ridge: Uint32Array): number {
  let length = 0;
  for (let square = 0; square < ridge.length; square++) length += ridge[square]!;
  let left = floor(length * THIN_SHARE);
  for (let square = 0; square < ridge.length; square++) {
    left -= ridge[square]!;
    if (left < 0) return toEdge(square);
  }
  return 0;
}

/** Diameter of the largest disc that fits into a mask. */
export function thicknessOf({ width, height, values }: Mask): number {
  let largest = 0;
  for (const square of squaredDistances(values, width, height)) largest = max(largest, square);
  return max(0, 2 * (sqrt(largest) - 0.5));
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
  const isNarrower = change < 0;
  const mask = maskAbove(ink, HALF);
  const { values: set } = isNarrower ? mask : inverted(mask);
  // Beyond that nothing changes.
  const reach = abs(change) / 2 + 2;
  const squared = squaredDistances(set, width, height, !isNarrower, reach);
  // Worked out once for each distance; the last one is that of all that is further away.
  const inkAt = new Float32Array(ceil(reach * reach) + 1);
  for (let square = 0; square < inkAt.length; square++) {
    const distance = sqrt(square);
    // How deep the pixel lies under the edge of the ink.
    const depth = isNarrower ? distance - 0.5 : 0.5 - distance;
    inkAt[square] = min(1, max(0, depth + change / 2 + 0.5));
  }
  const furthest = inkAt.length - 1;
  const values = floats(squared.length);
  for (let at = 0; at < values.length; at++) {
    const square = squared[at]!;
    values[at] = inkAt[square < furthest ? square : furthest]!;
  }
  return { width, height, values };
}
