import type { Grid } from './grid.js';
import { doubles, floats, ints } from './workspace.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { ceil, floor, max, min } = Math;

/** Which source pixels make up each target pixel along one axis, and their shares (sum 1). */
interface Shares {
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly offset: Int32Array;
  readonly weights: Float64Array;
}

/**
 * Changes the size by area averaging: each new pixel is the mean of the area it covers. Without a
 * change of size the values stay as they are; a drawing scaled up by a whole factor comes back exactly.
 *
 * @param part the part of the source that fills the target, in source pixels, may lie outside
 * (zeros there) and may be fractional; all of it by default
 */
export function resampleByArea(
  source: { width: number; height: number; values: ArrayLike<number> },
  width: number,
  height: number,
  part = { left: 0, top: 0, right: source.width, bottom: source.height },
): Grid {
  const columns = areaShares(source.width, width, part.left, part.right);
  const rows = areaShares(source.height, height, part.top, part.bottom);
  const values = floats(width * height);
  const narrowed = doubles(width);
  // A row that two new ones have a part of is narrowed once.
  let last = -1;
  const sums = doubles(width);
  for (let row = 0; row < height; row++) {
    sums.fill(0);
    for (let step = 0; step < rows.count[row]!; step++) {
      const from = rows.first[row]! + step;
      if (from !== last) narrowRow(source, (last = from), columns, narrowed);
      const share = rows.weights[rows.offset[row]! + step]!;
      for (let column = 0; column < width; column++) sums[column]! += share * narrowed[column]!;
    }
    values.set(sums, row * width);
  }
  return { width, height, values };
}

function narrowRow(
  source: { width: number; values: ArrayLike<number> },
  row: number,
  columns: Shares,
  into: Float64Array,
): void {
  const { values } = source;
  const { first, count, offset, weights } = columns;
  const start = row * source.width;
  for (let column = 0; column < into.length; column++) {
    let from = start + first[column]!;
    let weight = offset[column]!;
    let sum = 0;
    for (const end = weight + count[column]!; weight < end; weight++, from++) {
      sum += weights[weight]! * values[from]!;
    }
    into[column] = sum;
  }
}

function areaShares(sourceSize: number, size: number, from: number, to: number): Shares {
  const step = (to - from) / size;
  const first = ints(size);
  const count = ints(size);
  const offset = ints(size);
  const weights = doubles(sourceSize + 2 * size + 2);
  let used = 0;
  for (let at = 0; at < size; at++) {
    const start = from + at * step;
    const end = from + (at + 1) * step;
    // A hair's breadth is rounding, not a part of the next pixel.
    const low = max(0, floor(start + 1e-9));
    const high = min(sourceSize, ceil(end - 1e-9));
    first[at] = low;
    offset[at] = used;
    for (let pixel = low; pixel < high; pixel++) {
      weights[used++] = (min(end, pixel + 1) - max(start, pixel)) / step;
      count[at]!++;
    }
  }
  return { first, count, offset, weights };
}

/** Enlarges with linear interpolation between the centres of pixels. */
export function enlarge(grid: Grid, width: number, height: number): Grid {
  if (width === grid.width && height === grid.height) return grid;
  const columns = placesBetween(width, grid.width);
  const rows = placesBetween(height, grid.height);
  // Each row of the source is widened once.
  const wide = floats(width * grid.height);
  for (let row = 0; row < grid.height; row++) {
    const start = row * grid.width;
    for (let column = 0; column < width; column++) {
      const a = grid.values[start + columns.low[column]!]!;
      const b = grid.values[start + columns.high[column]!]!;
      wide[row * width + column] = a + (b - a) * columns.share[column]!;
    }
  }
  const values = floats(width * height);
  for (let row = 0; row < height; row++) {
    const upper = rows.low[row]! * width;
    const lower = rows.high[row]! * width;
    const share = rows.share[row]!;
    const start = row * width;
    for (let column = 0; column < width; column++) {
      const a = wide[upper + column]!;
      values[start + column] = a + (wide[lower + column]! - a) * share;
    }
  }
  return { width, height, values };
}

/** For each pixel of a length the two of the source that it lies between, and how near the second one is. */
function placesBetween(length: number, sourceLength: number) {
  const low = ints(length);
  const high = ints(length);
  const share = doubles(length);
  for (let at = 0; at < length; at++) {
    const position = ((at + 0.5) * sourceLength) / length - 0.5;
    const clamped = min(sourceLength - 1, max(0, position));
    low[at] = floor(clamped);
    high[at] = min(sourceLength - 1, low[at]! + 1);
    share[at] = clamped - low[at]!;
  }
  return { low, high, share };
}
