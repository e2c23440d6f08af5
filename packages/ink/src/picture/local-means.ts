import type { Grid } from './grid.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { max, min } = Math;

/**
 * The mean of each pixel's square window, cut at the edges of the picture, from sums over rectangles
 * (integral image, Crow 1984): constant work for each pixel whatever the window.
 */
export function localMeans(grid: Grid, radius: number): Grid {
  const { width, height } = grid;
  const sums = integral(grid);
  const values = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const top = max(0, row - radius);
    const bottom = min(height, row + radius + 1);
    for (let column = 0; column < width; column++) {
      const left = max(0, column - radius);
      const right = min(width, column + radius + 1);
      const sum =
        sums[bottom * (width + 1) + right]! -
        sums[top * (width + 1) + right]! -
        sums[bottom * (width + 1) + left]! +
        sums[top * (width + 1) + left]!;
      values[row * width + column] = sum / ((bottom - top) * (right - left));
    }
  }
  return { width, height, values };
}

function integral({ width, height, values }: Grid): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let row = 0; row < height; row++) {
    let line = 0;
    for (let column = 0; column < width; column++) {
      line += values[row * width + column]!;
      sums[(row + 1) * (width + 1) + column + 1] = sums[row * (width + 1) + column + 1]! + line;
    }
  }
  return sums;
}
