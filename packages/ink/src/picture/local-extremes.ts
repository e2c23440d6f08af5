import type { Grid } from './grid.js';

/** Grey dilation: the largest value in a square window of an odd side. */
export function dilation(grid: Grid, window: number): Grid {
  return extremes(grid, window >> 1, true);
}

/**
 * Grey closing: the largest value in a square window, then the smallest in one. Dark shapes narrower
 * than the window are filled with what surrounds them, slopes and steps of light stay where they are
 * (Serra: "Image Analysis and Mathematical Morphology", 1982).
 *
 * @param window side of the square, an odd number of pixels
 */
export function closing(grid: Grid, window: number): Grid {
  const radius = window >> 1;
  return extremes(extremes(grid, radius, true), radius, false);
}

/** Grey opening: light shapes narrower than the window are filled with what surrounds them. */
export function opening(grid: Grid, window: number): Grid {
  const radius = window >> 1;
  return extremes(extremes(grid, radius, false), radius, true);
}

function extremes(grid: Grid, radius: number, largest: boolean): Grid {
  const { width, height } = grid;
  const values = Float32Array.from(grid.values);
  const line = new Float32Array(Math.max(width, height));
  const result = new Float32Array(line.length);
  const queue = new Int32Array(line.length);
  for (let row = 0; row < height; row++) {
    const start = row * width;
    for (let at = 0; at < width; at++) line[at] = values[start + at]!;
    slide(line, width, radius, largest, queue, result);
    for (let at = 0; at < width; at++) values[start + at] = result[at]!;
  }
  for (let column = 0; column < width; column++) {
    for (let at = 0; at < height; at++) line[at] = values[at * width + column]!;
    slide(line, height, radius, largest, queue, result);
    for (let at = 0; at < height; at++) values[at * width + column] = result[at]!;
  }
  return { width, height, values };
}

/** Sliding extreme with a queue of candidates: constant work for each pixel whatever the window. */
function slide(
  line: Float32Array,
  length: number,
  radius: number,
  largest: boolean,
  queue: Int32Array,
  result: Float32Array,
): void {
  let head = 0;
  let tail = 0;
  for (let at = 0; at < length + radius; at++) {
    if (at < length) {
      const value = line[at]!;
      while (
        tail > head &&
        (largest ? line[queue[tail - 1]!]! <= value : line[queue[tail - 1]!]! >= value)
      ) {
        tail--;
      }
      queue[tail++] = at;
    }
    const centre = at - radius;
    if (centre < 0) continue;
    while (queue[head]! < centre - radius) head++;
    result[centre] = line[queue[head]!]!;
  }
}
