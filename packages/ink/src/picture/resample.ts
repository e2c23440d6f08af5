import type { Grid } from './grid.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { ceil, floor, max, min, round } = Math;

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
 * @param from the part of the source that fills the target, in source pixels, may lie outside
 * (zeros there) and may be fractional; all of it by default
 */
export function resampleByArea(
  source: { width: number; height: number; values: ArrayLike<number> },
  width: number,
  height: number,
  from = { left: 0, top: 0, right: source.width, bottom: source.height },
): Grid {
  const columns = areaShares(source.width, width, from.left, from.right);
  const rows = areaShares(source.height, height, from.top, from.bottom);
  const values = new Float32Array(width * height);
  // Each source row is narrowed once where rows don't overlap, which is so whenever we shrink.
  const narrowed = new Float64Array(width);
  for (let row = 0; row < height; row++) {
    const sums = new Float64Array(width);
    for (let step = 0; step < rows.count[row]!; step++) {
      narrowRow(source, rows.first[row]! + step, columns, narrowed);
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
  const start = row * source.width;
  for (let column = 0; column < into.length; column++) {
    const first = start + columns.first[column]!;
    const offset = columns.offset[column]!;
    let sum = 0;
    for (let step = 0; step < columns.count[column]!; step++) {
      sum += columns.weights[offset + step]! * source.values[first + step]!;
    }
    into[column] = sum;
  }
}

function areaShares(sourceSize: number, size: number, from: number, to: number): Shares {
  const step = (to - from) / size;
  const first = new Int32Array(size);
  const count = new Int32Array(size);
  const offset = new Int32Array(size);
  const weights: number[] = [];
  for (let at = 0; at < size; at++) {
    const start = from + at * step;
    const end = from + (at + 1) * step;
    // A hair's breadth is rounding, not a part of the next pixel.
    const low = max(0, floor(start + 1e-9));
    const high = min(sourceSize, ceil(end - 1e-9));
    first[at] = low;
    offset[at] = weights.length;
    for (let pixel = low; pixel < high; pixel++) {
      weights.push((min(end, pixel + 1) - max(start, pixel)) / step);
      count[at]!++;
    }
  }
  return { first, count, offset, weights: Float64Array.from(weights) };
}

/** Enlarges with linear interpolation between the centres of pixels. */
export function enlarge(grid: Grid, width: number, height: number): Grid {
  if (width === grid.width && height === grid.height) return grid;
  const values = new Float32Array(width * height);
  const columns = Array.from({ length: width }, (_, at) => between(at, width, grid.width));
  for (let row = 0; row < height; row++) {
    const y = between(row, height, grid.height);
    for (let column = 0; column < width; column++) {
      const x = columns[column]!;
      const upper = mix(grid.values, y.low * grid.width, x);
      const lower = mix(grid.values, y.high * grid.width, x);
      values[row * width + column] = upper + (lower - upper) * y.share;
    }
  }
  return { width, height, values };
}

/** Shrinks by area averaging until no side is longer than this; smaller ones stay as they are. */
export function shrinkTo(
  source: { width: number; height: number; values: ArrayLike<number> },
  longest: number,
): Grid {
  if (max(source.width, source.height) <= longest && isGrid(source)) return source;
  const scale = min(1, longest / max(source.width, source.height));
  const size = (side: number) => max(1, round(side * scale));
  return resampleByArea(source, size(source.width), size(source.height));
}

/** The same for a picture of bytes, as tones: 0 to 255 become 0..1. */
export function shrinkBytesTo(
  source: { width: number; height: number; values: Uint8Array | Uint8ClampedArray },
  longest: number,
): Grid {
  const { width, height } = source;
  if (max(width, height) <= longest) {
    const values = new Float32Array(width * height);
    for (let at = 0; at < values.length; at++) values[at] = TONES[source.values[at]!]!;
    return { width, height, values };
  }
  const grid = shrinkTo(source, longest);
  for (let at = 0; at < grid.values.length; at++) grid.values[at]! /= 255;
  return grid;
}

const TONES = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

interface Between {
  readonly low: number;
  readonly high: number;
  readonly share: number;
}

/** Which two pixels of `sourceSize` a pixel of `size` lies between. */
function between(at: number, size: number, sourceSize: number): Between {
  const position = ((at + 0.5) * sourceSize) / size - 0.5;
  const clamped = min(sourceSize - 1, max(0, position));
  const low = floor(clamped);
  return { low, high: min(sourceSize - 1, low + 1), share: clamped - low };
}

function mix(values: Float32Array, start: number, { low, high, share }: Between): number {
  const a = values[start + low]!;
  return a + (values[start + high]! - a) * share;
}

/** Resampled to its own size, it would be the same. */
const isGrid = (source: { readonly values: ArrayLike<number> }): source is Grid =>
  source.values instanceof Float32Array;
