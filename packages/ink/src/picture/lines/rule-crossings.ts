import type { Grid } from '../grid.js';
import { isThin, type Run } from '../ink-runs.js';
import type { Rule } from '../rules.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { ceil, max, min, round } = Math;

/** How far the soft edges of a rule reach, in pixels. */
const EDGE = 2;

/** A rule, and its runs by their columns. */
interface Way {
  readonly rule: Rule;
  readonly runs: ReadonlyMap<number, Run>;
}

/** What a rule is on both sides of a crossing: rows, or columns of an upright one. */
interface Arms {
  readonly from: number;
  readonly to: number;
}

/**
 * Ink from which rules were erased, without the squares that they leave where they cross: each takes the other for a
 * stroke there. Where a stroke goes through a crossing, or ends in it, one of the rules is thicker beside it; then all
 * stays.
 */
export function withoutCrossings(ink: Grid, rules: readonly Rule[]): Grid {
  const { width, height } = ink;
  const ways = rules.map((rule): Way => ({
    rule,
    runs: new Map(rule.runs.map((run) => [run.column, run])),
  }));
  const upright = ways.filter(({ rule }) => rule.isUpright);
  const values = Float32Array.from(ink.values);
  for (const level of ways.filter(({ rule }) => !rule.isUpright)) {
    for (const down of upright) {
      const { column, row } = crossingOf(level.rule, down.rule, ink);
      const reach = ceil(max(level.rule.thickness, down.rule.thickness) / 2) + EDGE;
      const rows = armsBeside(level, column, reach, width);
      const columns = rows && armsBeside(down, row, reach, height);
      if (!columns) continue;
      for (let y = max(0, rows.from - EDGE); y < min(height, rows.to + EDGE); y++) {
        values.fill(
          0,
          y * width + max(0, columns.from - EDGE),
          y * width + min(width, columns.to + EDGE),
        );
      }
    }
  }
  return { width, height, values };
}

/** Where two rules meet, were they as long as the picture. */
function crossingOf({ line: level }: Rule, { line: upright }: Rule, { width, height }: Grid) {
  const fall = (level.right - level.left) / width;
  const lean = (upright.right - upright.left) / height;
  const column = (upright.left + lean * level.left) / (1 - lean * fall);
  return { column: round(column), row: round(level.left + fall * column) };
}

/** Nothing but the rule on both sides, or on the one that is in the picture. */
function armsBeside(
  { rule, runs }: Way,
  column: number,
  reach: number,
  width: number,
): Arms | undefined {
  const beside = [column - reach, column + reach].filter((at) => at >= 0 && at < width);
  const arms = beside.flatMap((at) => runs.get(at) ?? []);
  if (arms.length === 0 || arms.length < beside.length) return undefined;
  if (!arms.every((run) => isThin(run, rule.thickness))) return undefined;
  return {
    from: min(...arms.map(({ top }) => top)),
    to: max(...arms.map(({ bottom }) => bottom)),
  };
}
