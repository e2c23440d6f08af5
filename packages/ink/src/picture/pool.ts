import type { Grid } from './grid.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { ceil, floor, max } = Math;

/**
 * Shrinks by a whole factor to at most about a side, once to the darkest and once to the lightest of
 * the pixels that one stands for: so thin lines stay lines, whatever their tone.
 */
export function poolExtremes(
  { width, height, values }: Grid,
  side: number,
): { darkest: Grid; lightest: Grid; factor: number } {
  const factor = ceil(max(width, height) / side);
  const size = { width: ceil(width / factor), height: ceil(height / factor) };
  const darkest = { ...size, values: new Float32Array(size.width * size.height).fill(Infinity) };
  const lightest = { ...size, values: new Float32Array(size.width * size.height).fill(-Infinity) };
  for (let row = 0; row < height; row++) {
    let at = floor(row / factor) * size.width;
    let left = factor;
    for (let from = row * width, end = from + width; from < end; from++, left--) {
      if (left === 0) {
        at++;
        left = factor;
      }
      const value = values[from]!;
      if (value < darkest.values[at]!) darkest.values[at] = value;
      if (value > lightest.values[at]!) lightest.values[at] = value;
    }
  }
  return { darkest, lightest, factor };
}
