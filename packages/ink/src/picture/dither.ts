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

/** A grain differs from so many of its four neighbours ... */
const GRAIN_SIDES = 3;

/** ... and this part of a dithered picture at least is grains. */
const GRAINY = 0.05;

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
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
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
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (abs(value - low) > NEAR && abs(value - high) > NEAR) between++;
  }
  if (between > BETWEEN * values.length) return false;
  return grainsIn(grey, threshold) >= GRAINY * values.length;
}

/** How many pixels have hardly a neighbour of their own tone. */
function grainsIn({ width, height, values }: Grid, threshold: number): number {
  let grains = 0;
  for (let row = 1; row < height - 1; row++) {
    for (let column = 1; column < width - 1; column++) {
      const at = row * width + column;
      const isDark = values[at]! <= threshold;
      const others =
        +(values[at - 1]! <= threshold !== isDark) +
        +(values[at + 1]! <= threshold !== isDark) +
        +(values[at - width]! <= threshold !== isDark) +
        +(values[at + width]! <= threshold !== isDark);
      if (others >= GRAIN_SIDES) grains++;
    }
  }
  return grains;
}
