import type { GreyPicture } from '../types.js';
import { localMeans } from './local-means.js';
import { COUNTS_BYTES, countsAt, otsuThreshold } from './otsu.js';
import { tonesOf } from './overview.js';
import { placeOf, withKernels, zeroCounts } from './workspace.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, max } = Math;

/** Smaller pictures have no room for grains and a character. */
const SMALLEST_PICTURE = 64;

/** All but this part of a picture of two tones lies near one of them, ... */
const BETWEEN = 0.02;

/** ... within this (0..1). */
const NEAR = 0.06;

/** This part of a dithered picture at least is grains: pixels that differ from three of their four neighbours. */
const GRAINY = 0.05;

/** So many rows tell. */
const ROWS = 100;

/**
 * A picture of two tones whose greys are grains (dithering, halftone) with these greys; any other picture
 * as it is.
 */
export function withoutDither(picture: GreyPicture): GreyPicture {
  const { width, height } = picture;
  if (max(width, height) < SMALLEST_PICTURE || !isDithered(picture)) return picture;
  // Twice a square of 3x3 and once of 5x5 is nearly a bell of 2 pixels: more than the largest grain.
  const { values } = localMeans(localMeans(localMeans(tonesOf(picture), 1), 1), 2);
  return { width, height, pixels: Uint8ClampedArray.from(values, (tone) => 255 * tone) };
}

function isDithered(picture: GreyPicture): boolean {
  const { width, height, pixels } = picture;
  const step = max(1, Math.floor(height / ROWS));
  const counts = zeroCounts(256);
  withKernels(COUNTS_BYTES + pixels.length, (kernels, buffer, start) => {
    const from = placeOf(pixels, buffer, start + COUNTS_BYTES);
    new Uint8Array(buffer).fill(0, start, start + COUNTS_BYTES);
    for (let row = 0; row < height; row += step)
      kernels.countBytes(from + row * width, width, start);
    counts.set(countsAt(buffer, start));
  });
  const threshold = 255 * otsuThreshold(counts);
  const [dark, light] = [meanOf(counts, 0, threshold), meanOf(counts, threshold + 1, 255)];
  if (dark === undefined || light === undefined) return false;
  let [between, all] = [0, 0];
  counts.forEach((count, tone) => {
    all += count;
    if (abs(tone - dark) > 255 * NEAR && abs(tone - light) > 255 * NEAR) between += count;
  });
  return between <= BETWEEN * all && grainsIn(picture, threshold, step) >= GRAINY * all;
}

/** The mean of the tones from one, rounded down, up to another. */
function meanOf(counts: Uint32Array, from: number, to: number): number | undefined {
  let [sum, count] = [0, 0];
  for (let tone = Math.floor(from); tone <= to; tone++) {
    sum += tone * counts[tone]!;
    count += counts[tone]!;
  }
  return count > 0 ? sum / count : undefined;
}

/** How many pixels of every so many rows have hardly a neighbour of their own tone. */
function grainsIn({ width, height, pixels }: GreyPicture, level: number, step: number): number {
  let grains = 0;
  if (width < 3) return grains;
  withKernels(pixels.length, (kernels, buffer, start) => {
    const from = placeOf(pixels, buffer, start);
    for (let row = step; row < height - 1; row += step) {
      const own = from + row * width;
      grains += kernels.countGrains(own - width, own, own + width, width - 2, Math.floor(level));
    }
  });
  return grains;
}
