import { doubles, placeOf, withKernels, zeroCounts } from './workspace.js';

/** The bin of a value, of 256 over 0..1; what lies outside is in the outer ones. */
export function binOf(value: number): number {
  if (!(value > 0)) return 0;
  // Rounds, since what is above 0 is cut off.
  return value >= 1 ? 255 : (value * 255 + 0.5) | 0;
}

/** Bytes of counts that kernels need. */
export const COUNTS_BYTES = 4 * 4 * 256;

/** Counts that kernels made at `start` of their memory. */
export function countsAt(buffer: ArrayBuffer, start: number): Uint32Array {
  const turns = new Uint32Array(buffer, start, 4 * 256);
  const all = zeroCounts(256);
  for (let bin = 0; bin < 256; bin++) {
    all[bin] = turns[bin]! + turns[256 + bin]! + turns[512 + bin]! + turns[768 + bin]!;
  }
  return all;
}

/** Counts of values in 0..1 in 256 bins; what lies outside counts in the outer bins. */
export function histogram(values: Float32Array): Uint32Array {
  const length = (values.length & ~15) + 16;
  const counts = zeroCounts(256);
  withKernels(COUNTS_BYTES + 5 * length, (kernels, buffer, start) => {
    const bins = start + COUNTS_BYTES;
    new Uint8Array(buffer).fill(0, start, bins);
    kernels.binsOfFloats(placeOf(values, buffer, bins + length), bins, values.length);
    kernels.countBytes(bins, values.length, start);
    counts.set(countsAt(buffer, start));
  });
  return counts;
}

/** Tones that are put together into the memory of the kernels. */
const COUNTED_AT_ONCE = 1 << 16;

/** The same of whole tones, 0 to 255. */
export function countsOf(tones: Uint8Array | Uint8ClampedArray): Uint32Array {
  const counts = zeroCounts(256);
  withKernels(COUNTS_BYTES + COUNTED_AT_ONCE, (kernels, buffer, start) => {
    const view = new Uint8Array(buffer);
    const from = start + COUNTS_BYTES;
    view.fill(0, start, from);
    for (let at = 0; at < tones.length; at += COUNTED_AT_ONCE) {
      const some = tones.subarray(at, at + COUNTED_AT_ONCE);
      kernels.countBytes(placeOf(some, buffer, from), some.length, start);
    }
    counts.set(countsAt(buffer, start));
  });
  return counts;
}

/**
 * The threshold that parts the values best into two classes: the variance between the classes is
 * largest (Otsu: "A threshold selection method from gray-level histograms", 1979). In the middle of
 * the range when several are equally good, as with a drawing of two pure tones.
 *
 * @param counts histogram of 256 bins over 0..1
 * @returns a level in 0..1, 0 when there are no two values; values up to it belong to the lower class
 */
export function otsuThreshold(counts: Uint32Array): number {
  let total = 0;
  let sum = 0;
  counts.forEach((count, bin) => {
    total += count;
    sum += count * bin;
  });
  let below = 0;
  let sumBelow = 0;
  let best = -1;
  let first = 0;
  let last = 0;
  for (let bin = 0; bin < 255; bin++) {
    below += counts[bin]!;
    sumBelow += counts[bin]! * bin;
    if (below === 0 || below === total) continue;
    const difference = sumBelow / below - (sum - sumBelow) / (total - below);
    const variance = below * (total - below) * difference * difference;
    if (variance > best * (1 + 1e-12)) {
      best = variance;
      first = bin;
      last = bin;
    } else if (variance >= best * (1 - 1e-12)) {
      last = bin;
    }
  }
  return (first + last) / 2 / 255;
}

/** Every so many bins are enough for two thresholds, of which there are many pairs. */
const STEP = 4;

/**
 * The two thresholds that part the values best into three classes, to within a few bins: Otsu's criterion for several
 * classes.
 *
 * @param counts histogram of 256 bins over 0..1
 * @returns levels in 0..1, rising; values up to a level belong to the class under it
 */
export function twoOtsuThresholds(counts: Uint32Array): readonly [low: number, high: number] {
  const mass = doubles(257);
  const moment = doubles(257);
  counts.forEach((count, bin) => {
    mass[bin + 1] = mass[bin]! + count;
    moment[bin + 1] = moment[bin]! + count * bin;
  });
  // The variance within the classes is smallest where the sum of squared class sums is largest.
  const part = (from: number, to: number) => {
    const count = mass[to]! - mass[from]!;
    return count > 0 ? (moment[to]! - moment[from]!) ** 2 / count : 0;
  };
  let best = -1;
  let levels: readonly [number, number] = [0, 0];
  for (let low = STEP - 1; low < 255; low += STEP) {
    const lower = part(0, low + 1);
    for (let high = low + STEP; high < 255; high += STEP) {
      const spread = lower + part(low + 1, high + 1) + part(high + 1, 256);
      if (spread > best * (1 + 1e-12)) {
        best = spread;
        levels = [low / 255, high / 255];
      }
    }
  }
  return levels;
}

/** The level that a share of the counted values, taken from the lowest bin up, stays within. */
export function percentile(counts: Uint32Array, share: number): number {
  let total = 0;
  for (const count of counts) total += count;
  let seen = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    seen += counts[bin]!;
    if (seen > 0 && seen >= share * total) return bin / 255;
  }
  return 1;
}
