import { findComponents } from './components.js';
import type { Grid } from './grid.js';
import { localMeans } from './local-means.js';
import { histogram, otsuThreshold } from './otsu.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, max } = Math;

/** Smaller pictures have no room for grains and a character. */
const SMALLEST_PICTURE = 64;

/** All but this part of a picture of two tones lies near one of them, ... */
const BETWEEN = 0.02;

/** ... within this (0..1). */
const NEAR = 0.06;

/** Grains are patches of at most so many pixels that hang together by their sides, ... */
const LARGEST_GRAIN = 6;

/** ... and this part of a dithered picture at least is grains. */
const GRAINY = 0.08;

/**
 * A picture of two tones whose greys are grains (dithering, halftone) with these greys; any other picture
 * as it is.
 */
export function withoutDither(grey: Grid): Grid {
  if (max(grey.width, grey.height) < SMALLEST_PICTURE || !isDithered(grey)) return grey;
  // Twice a square of 3x3 and once of 5x5 is nearly a bell of 2 pixels: more than the largest grain.
  return localMeans(localMeans(localMeans(grey, 1), 1), 2);
}

function isDithered(grey: Grid): boolean {
  const { values } = grey;
  const threshold = otsuThreshold(histogram(values));
  let [low, high, dark] = [0, 0, 0];
  for (const value of values) {
    if (value <= threshold) {
      low += value;
      dark++;
    } else {
      high += value;
    }
  }
  if (dark === 0 || dark === values.length) return false;
  low /= dark;
  high /= values.length - dark;
  let between = 0;
  for (const value of values) {
    if (abs(value - low) > NEAR && abs(value - high) > NEAR) between++;
  }
  if (between > BETWEEN * values.length) return false;
  const isDark = { ...grey, values: values.map((value) => +(value <= threshold)) };
  const isLight = { ...grey, values: isDark.values.map((value) => 1 - value) };
  return grainsOf(isDark) + grainsOf(isLight) >= GRAINY * values.length;
}

/** How many pixels are in grains. */
const grainsOf = (mask: Grid): number =>
  findComponents(mask, 0.5, false)
    .components.filter(({ area }) => area <= LARGEST_GRAIN)
    .reduce((sum, { area }) => sum + area, 0);
