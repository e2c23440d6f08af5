import type { Grid } from './grid.js';
import { HALF } from './soft-ink.js';
import { nearestSet, type Line } from './straight-lines.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { floor, round } = Math;

/** Where a line is thicker than elsewhere by this many pixels and by half, something else is there. */
const SLACK = 0.5;

/** The ink of a line in one column: from row `top` up to, not including, `bottom`. */
export interface Run {
  readonly column: number;
  readonly top: number;
  readonly bottom: number;
  /** How thick it is by its ink: a line of one pixel that lies on two rows is still one pixel thick. */
  readonly thickness: number;
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
    let thickness = 0;
    for (let at = top; at < bottom; at++) thickness += values[at * width + column]!;
    runs.push({ column, top, bottom, thickness });
  }
  return runs;
}

/** A thickness that so much of the runs, taken from the thinnest up, stay within: 0.5 gives the middle one. */
export function thicknessOfRuns(runs: readonly Run[], share: number): number {
  const sorted = runs.map(({ thickness }) => thickness).sort((a, b) => a - b);
  return sorted[floor(sorted.length * share)] ?? Infinity;
}

/** Whether a run is of the line alone, without a stroke that crosses it or runs along it. */
export const isThin = (run: Run, thickness: number): boolean =>
  run.thickness <= 1.5 * thickness + SLACK;

/**
 * Erases a line, soft edges and all. Where a stroke crosses it, it is thicker than elsewhere and stays.
 */
export function eraseRuns(
  values: Float32Array,
  size: Grid,
  runs: readonly Run[],
  thickness: number,
): void {
  for (const run of runs) if (isThin(run, thickness)) erase(values, size, run);
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
