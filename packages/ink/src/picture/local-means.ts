import type { Grid } from './grid.js';
import { floats, placeOf, withKernels } from './workspace.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { max, min } = Math;

/**
 * The mean of each pixel's square window, cut at the edges of the picture, from running sums: of the rows in each
 * column, and of these along the row. Constant work for each pixel whatever the window.
 */
export function localMeans({ width, height, values }: Grid, radius: number): Grid {
  const result = floats(width * height);
  const [columns, rows] = [even(width), even(height)];
  const doubles = max(columns, rows) + 2 + columns * rows + rows + columns;
  const places = 8 * doubles + 4 * (values.length + 4 + rows * width);
  withKernels(places, (kernels, buffer, start) => {
    const rowCounts = start + 8 * (max(columns, rows) + 2);
    const columnCounts = rowCounts + 8 * rows;
    const sums = columnCounts + 8 * columns;
    const to = sums + 8 * columns * rows;
    countWindows(new Float64Array(buffer, rowCounts, height), radius);
    countWindows(new Float64Array(buffer, columnCounts, width), radius);
    const from = placeOf(values, buffer, to + 4 * (rows * width + 4));
    kernels.localMeans(from, width, height, radius, start, sums, rowCounts, columnCounts, to);
    result.set(new Float32Array(buffer, to, result.length));
  });
  return { width, height, values: result };
}

/** Kernels go by two. */
const even = (count: number): number => count + (count & 1);

/** How many of a line are in the window of each. */
function countWindows(into: Float64Array, radius: number): void {
  const { length } = into;
  for (let at = 0; at < length; at++) {
    into[at] = min(length, at + radius + 1) - max(0, at - radius);
  }
}
