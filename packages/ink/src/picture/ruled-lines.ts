import { nearestSet, poolMask, straightLines, type Line } from './straight-lines.js';
import type { Grid } from './grid.js';
import { HALF, type SoftInk } from './soft-ink.js';

/** Smaller pictures have no room for paper with lines and a character. */
const SMALLEST_PICTURE = 64;

/** Lines of paper are at most this part of the picture's shorter side thick. */
const THICKEST_SHARE = 0.02;

/** A lone line may be the stroke of a character that was cut out tightly; two or more hardly. */
const FEWEST_LINES = 2;

/**
 * Takes the lines of ruled or graph paper away: straight and thin, from one border of the picture to
 * the other, at most a few degrees off the level, and at least two of them. Where a stroke of the
 * character crosses a line, the line is thicker than elsewhere and stays.
 */
export function dropRuledLines({ ink, noise }: SoftInk): SoftInk {
  if (Math.min(ink.width, ink.height) < SMALLEST_PICTURE) return { ink, noise };
  const level = withoutLevelLines(ink);
  const upright = withoutLevelLines(transposed(level));
  return { ink: transposed(upright), noise };
}

function withoutLevelLines(ink: Grid): Grid {
  const thickest = Math.max(2, Math.round(Math.min(ink.width, ink.height) * THICKEST_SHARE));
  const pooled = poolMask(ink, HALF);
  const lines = straightLines(pooled.mask)
    .map((line) => scaled(line, pooled.factor))
    .map((line) => ({ line, runs: runsAlong(ink, line, pooled.factor + 1) }))
    .filter(({ runs }) => medianLength(runs) <= thickest && reachesBothBorders(runs, ink.width));
  if (lines.length < FEWEST_LINES) return ink;
  const values = Float32Array.from(ink.values);
  for (const { runs } of lines) {
    const longest = 1.5 * medianLength(runs) + 1;
    for (const run of runs) if (run.bottom - run.top <= longest) erase(values, ink, run);
  }
  return { ...ink, values };
}

/** The ink of a line in one column: from row `top` up to, not including, `bottom`. */
interface Run {
  readonly column: number;
  readonly top: number;
  readonly bottom: number;
}

function runsAlong({ width, height, values }: Grid, line: Line, reach: number): Run[] {
  const isInk = (row: number, column: number) =>
    row >= 0 && row < height && values[row * width + column]! > HALF;
  const runs: Run[] = [];
  for (let column = 0; column < width; column++) {
    const middle = Math.round(line.left + ((line.right - line.left) * column) / width);
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

function medianLength(runs: readonly Run[]): number {
  const lengths = runs.map(({ top, bottom }) => bottom - top).sort((a, b) => a - b);
  return lengths[lengths.length >> 1] ?? Infinity;
}

function reachesBothBorders(runs: readonly Run[], width: number): boolean {
  const slack = Math.max(1, 0.02 * width);
  return runs[0]!.column <= slack && runs[runs.length - 1]!.column >= width - 1 - slack;
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

const scaled = ({ left, right }: Line, factor: number): Line => ({
  left: (left + 0.5) * factor,
  right: (right + 0.5) * factor,
});

function transposed({ width, height, values }: Grid): Grid {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      turned[column * height + row] = values[row * width + column]!;
    }
  }
  return { width: height, height: width, values: turned };
}
