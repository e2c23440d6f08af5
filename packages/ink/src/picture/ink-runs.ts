import type { Grid } from './grid.js';
import { HALF } from './soft-ink.js';
import { nearestSet, type Line } from './straight-lines.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { floor, round } = Math;

/** The ink of a line in one column: from row `top` up to, not including, `bottom`. */
export interface Run {
  readonly column: number;
  readonly top: number;
  readonly bottom: number;
}

interface Search {
  /** Rows off the line that its ink may lie. */
  readonly reach: number;
  /** More than this is ink. @defaultValue HALF */
  readonly level?: number;
  /** The columns looked at. @defaultValue all */
  readonly from?: number;
  readonly to?: number;
}

/** In each column where it is found near enough, the ink that a line through the picture runs along. */
export function runsAlong({ width, height, values }: Grid, line: Line, search: Search): Run[] {
  const { reach, level = HALF, from = 0, to = width } = search;
  const isInk = (row: number, column: number) =>
    row >= 0 && row < height && values[row * width + column]! > level;
  const runs: Run[] = [];
  for (let column = from; column < to; column++) {
    const middle = round(line.left + ((line.right - line.left) * column) / width);
    const row = nearestSet((at) => isInk(at, column), middle, reach);
    if (row === undefined) continue;
    let top = row;
    let bottom = row + 1;
    while (isInk(top - 1, column)) top--;
    while (isInk(bottom, column)) bottom++;
    runs.push({ column, top, bottom });
  }
  return runs;
}

/** A length that so much of the runs, taken from the shortest up, stay within: 0.5 gives the middle one. */
export function lengthOfRuns(runs: readonly Run[], share: number): number {
  const lengths = runs.map(({ top, bottom }) => bottom - top).sort((a, b) => a - b);
  return lengths[floor(lengths.length * share)] ?? Infinity;
}

/**
 * Erases a line, soft edges and all. Where a stroke crosses it, it is thicker than elsewhere and stays.
 */
export function eraseRuns(
  values: Float32Array,
  size: Grid,
  runs: readonly Run[],
  thickness: number,
): void {
  const longest = 1.5 * thickness + 1;
  for (const run of runs) if (run.bottom - run.top <= longest) erase(values, size, run);
}

/** The run and its soft edges, up to two pixels on either side. */
function erase(values: Float32Array, { width, height }: Grid, { column, top, bottom }: Run): void {
  for (let row = top; row < bottom; row++) values[row * width + column] = 0;
  for (const [start, step] of [
    [top - 1, -1],
    [bottom, 1],
  ] as const) {
    for (let at = 0; at < 2; at++) {
      const row = start + at * step;
      if (row < 0 || row >= height || values[row * width + column]! > HALF) break;
      values[row * width + column] = 0;
    }
  }
}
