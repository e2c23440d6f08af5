import { findComponents, longestOf } from './components.js';
import { type Box, type Grid } from './grid.js';
import { isThin, runsAlong, type Run } from './ink-runs.js';
import { withoutRules, type Rule } from './rules.js';
import { HALF } from './soft-ink.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, ceil, floor, max, min } = Math;

/** Sides of a box meet within this part of the picture's longer side. */
const MEET = 0.05;

/** A side that a stroke covers is ink over this part of its length at least. */
const COVERED = 0.9;

/** What remains is a character if it is this part of the box tall, ... */
const LEAST_OF_BOX = 0.35;

/** ... with this part of it in there ... */
const LEAST_IN_BOX = 0.4;

/** ... or beside a side by less than this part of the box. */
const BESIDE = 0.1;

/** A picture as level and as upright rules see it. */
export interface Views {
  readonly ink: Grid;
  readonly turned: Grid;
  /** More than this is ink of a rule. */
  readonly above: number;
}

interface Sides {
  readonly top: Rule;
  readonly bottom: Rule;
  readonly left: Rule;
  readonly right: Rule;
}

/**
 * Without the largest box of two level and two upright rules, with a character in it. A stroke may run
 * along a whole side, which then is no thin rule: it lies between the ends of the sides beside it.
 */
export function withoutBox(
  views: Views,
  level: readonly Rule[],
  upright: readonly Rule[],
): Grid | undefined {
  for (const sides of boxesOf(views, level, upright)) {
    const box = {
      left: sides.left.middle,
      right: sides.right.middle,
      top: sides.top.middle,
      bottom: sides.bottom.middle,
    };
    const rest = withoutRules(views.ink, alike(Object.values(sides)));
    if (isCharacterIn(rest, box)) return rest;
  }
  return undefined;
}

/** Whole boxes first. */
function* boxesOf(
  { ink, turned, above }: Views,
  level: readonly Rule[],
  upright: readonly Rule[],
): Generator<Sides> {
  const near = MEET * max(ink.width, ink.height);
  const levelPairs = pairs(level);
  const uprightPairs = pairs(upright);
  for (const [top, bottom] of levelPairs) {
    for (const [left, right] of uprightPairs) {
      const meet =
        [top, bottom].every((side) => meets(side, left, right, near)) &&
        [left, right].every((side) => meets(side, top, bottom, near));
      if (meet) yield { top, bottom, left, right };
    }
  }
  for (const [top, bottom] of levelPairs) {
    for (const side of withCovered(turned, [top, bottom], upright, near, above)) {
      yield { top, bottom, left: side[0], right: side[1] };
    }
  }
  for (const [left, right] of uprightPairs) {
    for (const side of withCovered(ink, [left, right], level, near, above)) {
      yield { top: side[0], bottom: side[1], left, right };
    }
  }
}

const meets = (side: Rule, a: Rule, b: Rule, near: number): boolean =>
  abs(side.from - min(a.middle, b.middle)) <= near &&
  abs(side.to - max(a.middle, b.middle)) <= near;

/** Each two with the lesser middle first, the outermost pairs first. */
function pairs(rules: readonly Rule[]): [Rule, Rule][] {
  const sorted = [...rules].sort((a, b) => a.middle - b.middle);
  return sorted
    .flatMap((a, at) => sorted.slice(at + 1).map((b): [Rule, Rule] => [a, b]))
    .sort((a, b) => b[1].middle - b[0].middle - (a[1].middle - a[0].middle));
}

/** Rules that join one end of two others, each with the covered side that joins the other end. */
function* withCovered(
  view: Grid,
  [a, b]: readonly [Rule, Rule],
  across: readonly Rule[],
  near: number,
  above: number,
): Generator<[Rule, Rule]> {
  if (abs(a.from - b.from) > 2 * near || abs(a.to - b.to) > 2 * near) return;
  for (const rule of across) {
    if (abs(rule.from - a.middle) > near || abs(rule.to - b.middle) > near) continue;
    const joins = (end: 'from' | 'to') =>
      abs(a[end] - rule.middle) <= near && abs(b[end] - rule.middle) <= near;
    if (joins('from')) {
      const other = coveredSide(view, rule, [a.to, b.to], above);
      if (other) yield [rule, other];
    }
    if (joins('to')) {
      const other = coveredSide(view, rule, [a.from, b.from], above);
      if (other) yield [other, rule];
    }
  }
}

/** Parallel to a side, where two others end: of the lines that are ink, the one least of it is covered. */
function coveredSide(
  view: Grid,
  opposite: Rule,
  ends: readonly [number, number],
  above: number,
): Rule | undefined {
  const { from, to, line, middle, thickness } = opposite;
  const slack = 2 * thickness + 1;
  let best: { row: number; runs: Run[]; thin: number } | undefined;
  for (let row = floor(min(...ends) - slack); row <= ceil(max(...ends) + slack); row++) {
    const shifted = { left: line.left + row - middle, right: line.right + row - middle };
    const runs = runsAlong(view, shifted, { reach: 0, level: above, from, to });
    if (runs.length < COVERED * (to - from)) continue;
    const thin = runs.filter((run) => isThin(run, thickness)).length;
    if (!best || thin > best.thin) best = { row, runs, thin };
  }
  if (!best) return undefined;
  return { ...opposite, middle: best.row, runs: best.runs };
}

/** The sides of a box are equally thick, also where a stroke makes one look thicker. */
function alike(sides: readonly Rule[]): Rule[] {
  const thickness = sides.map((side) => side.thickness).sort((a, b) => a - b)[1]!;
  return sides.map((side) => ({ ...side, thickness }));
}

function isCharacterIn(rest: Grid, box: Box): boolean {
  const { components } = findComponents(rest, HALF);
  const largest = longestOf(components);
  if (!largest) return false;
  const inBox = (low: number, high: number, from: number, to: number) => {
    const beside = BESIDE * (to - from);
    return max(0, min(high, to + beside) - max(low, from - beside)) / (high - low);
  };
  const { left, right, top, bottom } = largest.box;
  const shareIn = inBox(left, right, box.left, box.right) * inBox(top, bottom, box.top, box.bottom);
  const tall = (bottom - top) / (box.bottom - box.top);
  return tall >= LEAST_OF_BOX && shareIn >= LEAST_IN_BOX;
}
