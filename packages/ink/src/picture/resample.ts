import type { Grid } from './grid.js';
import { doubles, floats, ints, kernelsAt } from './workspace.js';

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
  source: Grid,
  width: number,
  height: number,
  part = { left: 0, top: 0, right: source.width, bottom: source.height },
): Grid {
  const columns = areaShares(source.width, width, part.left, part.right);
  const rows = areaShares(source.height, height, part.top, part.bottom);
  const values = floats(width * height);
  const sums = doubles(source.width);
  const kernels = kernelsAt(source.values, sums);
  for (let row = 0; row < height; row++) {
    sums.fill(0);
    for (let step = 0; step < rows.count[row]!; step++) {
      const from = (rows.first[row]! + step) * source.width;
      const share = rows.weights[rows.offset[row]! + step]!;
      if (kernels) {
        const place = source.values.byteOffset + 4 * from;
        kernels.addShare(place, share, sums.byteOffset, sums.length);
      } else addRow(source.values, from, share, sums);
    }
    narrowRow(sums, columns, values, row * width, width);
  }
  return { width, height, values };
}

function addRow(source: Float32Array, from: number, share: number, sums: Float64Array): void {
  for (let column = 0; column < sums.length; column++) {
    sums[column]! += share * source[from + column]!;
  }
}

function narrowRow(
  sums: Float64Array,
  { first, count, offset, weights }: Shares,
  into: Float32Array,
  start: number,
  width: number,
): void {
  for (let column = 0; column < width; column++) {
    let from = first[column]!;
    let weight = offset[column]!;
    let sum = 0;
    for (const end = weight + count[column]!; weight < end; weight++, from++) {
      sum += weights[weight]! * sums[from]!;
    }
    into[start + column] = sum;
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

/**
 * Enlarges with linear interpolation between the centres of pixels.
 *
 * @param cut pixels that are left away along each side of what is enlarged
 */
export function enlarge(grid: Grid, wholeWidth: number, wholeHeight: number, cut = 0): Grid {
  if (wholeWidth === grid.width && wholeHeight === grid.height && cut === 0) return grid;
  const [width, height] = [wholeWidth - 2 * cut, wholeHeight - 2 * cut];
  const columns = placesBetween(wholeWidth, grid.width, cut);
  const rows = placesBetween(wholeHeight, grid.height, cut);
  // Each row of the source is widened once.
  const wide = floats(width * grid.height);
  for (let row = 0; row < grid.height; row++) {
    widenRow(grid.values, row * grid.width, columns, wide, row * width, width);
  }
  const values = floats(width * height);
  const kernels = kernelsAt(wide, values);
  for (let row = 0; row < height; row++) {
    const [upper, lower] = [rows.low[row]! * width, rows.high[row]! * width];
    const share = rows.share[row]!;
    if (kernels) {
      const [from, to] = [wide.byteOffset, values.byteOffset + 4 * row * width];
      kernels.mixFloats(from + 4 * upper, from + 4 * lower, share, to, width);
    } else mixRows(wide, upper, lower, share, values, row * width, width);
  }
  return { width, height, values };
}

function mixRows(
  source: Float32Array,
  upper: number,
  lower: number,
  share: number,
  into: Float32Array,
  to: number,
  width: number,
): void {
  for (let column = 0; column < width; column++) {
    const a = source[upper + column]!;
    into[to + column] = a + (source[lower + column]! - a) * share;
  }
}

function widenRow(
  source: Float32Array,
  from: number,
  { low, high, share }: ReturnType<typeof placesBetween>,
  into: Float32Array,
  to: number,
  width: number,
): void {
  for (let column = 0; column < width; column++) {
    const a = source[from + low[column]!]!;
    into[to + column] = a + (source[from + high[column]!]! - a) * share[column]!;
  }
}

/**
 * For each pixel of a length the two of the source that it lies between, and how near the second one is; without the first and
 * the last ones.
 */
function placesBetween(wholeLength: number, sourceLength: number, cut: number) {
  const length = wholeLength - 2 * cut;
  const low = ints(length);
  const high = ints(length);
  const share = doubles(length);
  for (let at = 0; at < length; at++) {
    const position = ((at + cut + 0.5) * sourceLength) / wholeLength - 0.5;
    const clamped = min(sourceLength - 1, max(0, position));
    low[at] = floor(clamped);
    high[at] = min(sourceLength - 1, low[at]! + 1);
    share[at] = clamped - low[at]!;
  }
  return { low, high, share };
}
