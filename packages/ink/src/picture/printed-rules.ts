import { findComponents, type Component } from './components.js';
import { longerSide, transposed, type Box, type Grid } from './grid.js';
import { eraseRuns, lengthOfRuns, runsAlong, type Run } from './ink-runs.js';
import { rowAt, straightSegments } from './segments.js';
import { HALF, type SoftInk } from './soft-ink.js';
import { poolMask } from './straight-lines.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, max, min, round } = Math;

/** Smaller pictures have no room for rules and a character. */
const SMALLEST_PICTURE = 40;

/** A rule is at least this part of the picture's shorter side long ... */
const SHORTEST = 0.22;

/** ... and at most this part of it thick. */
const THICKEST = 0.02;

/** Strokes that run into a rule or along it may cover more than half of it, but hardly more than this. */
const UNCOVERED = 0.3;

/** A thin rule that lies on two rows of pixels is grey, as this part of the full ink. */
const FAINTEST = 0.3;

/** Sides of a box meet within this part of the picture's longer side; rules end this near the border. */
const MEET = 0.05;

/** What remains is a character if it is this part of the picture's shorter side long, ... */
const LEAST_LENGTH = 0.2;

/** ... in a box this part of it, ... */
const LEAST_OF_BOX = 0.35;

/** ... with this part of its ink in there; */
const LEAST_IN_BOX = 0.4;

/** and with rules that come in from the border, this part of the picture away from all of it. */
const CLEAR = 0.03;

/** An underline may be shorter than the character by this part of its width on both sides, ... */
const SHORT_BY = 0.1;

/** ... and is this part of the character's height long: the foot of a 1 is shorter. */
const LEAST_UNDERLINE = 0.8;

/**
 * Takes printed rules away that stand with a character: the box of a form or the canvas that ink
 * touches, the corner of a table, a comb, a single rule, an underline. A stroke may be as straight as
 * they are, so a rule goes only as part of such a figure, and only when a character remains that does
 * not need it.
 */
export function dropPrintedRules({ ink, noise }: SoftInk): SoftInk {
  if (min(ink.width, ink.height) < SMALLEST_PICTURE) return { ink, noise };
  const above = max(FAINTEST, noise);
  const level = rulesOf(ink, above, false);
  const upright = rulesOf(transposed(ink), above, true);
  if (level.length + upright.length === 0) return { ink, noise };
  return {
    ink: withoutBox(ink, level, upright) ?? withoutRules(ink, level, upright) ?? ink,
    noise,
  };
}

/** In pixels of the picture; an upright one counts its columns as rows and its rows as columns. */
interface Rule {
  readonly isUpright: boolean;
  readonly from: number;
  readonly to: number;
  /** Its row in the middle. */
  readonly middle: number;
  readonly thickness: number;
  readonly runs: readonly Run[];
}

function rulesOf(ink: Grid, above: number, isUpright: boolean): Rule[] {
  const { mask, factor } = poolMask(ink, above);
  const shorter = min(ink.width, ink.height);
  return (
    straightSegments(mask, (SHORTEST * shorter) / factor)
      .map((segment) => {
        const from = segment.from * factor;
        const to = min(ink.width, segment.to * factor);
        const line = { left: (segment.left + 0.5) * factor, right: (segment.right + 0.5) * factor };
        const runs = runsAlong(ink, line, { reach: factor + 1, level: above, from, to });
        const middle = (rowAt(segment, (segment.from + segment.to) / 2, mask.width) + 0.5) * factor;
        return { isUpright, from, to, middle, runs, thickness: lengthOfRuns(runs, UNCOVERED) };
      })
      .filter(({ thickness }) => thickness <= max(3, round(THICKEST * shorter)))
      // What hangs on the border is a shadow, or the edge of something: it is dropped as such.
      .filter(({ middle, runs }) => {
        const inside = runs.filter(({ top, bottom }) => top > 0 && bottom < ink.height);
        return (
          min(middle, ink.height - middle) >= CLEAR * ink.height && inside.length > runs.length / 2
        );
      })
  );
}

/** The largest box of two level and two upright rules, with a character in it. */
function withoutBox(ink: Grid, level: readonly Rule[], upright: readonly Rule[]): Grid | undefined {
  const near = MEET * max(ink.width, ink.height);
  const meets = (side: Rule, a: Rule, b: Rule) =>
    abs(side.from - min(a.middle, b.middle)) <= near &&
    abs(side.to - max(a.middle, b.middle)) <= near;
  for (const [top, bottom] of pairs(level)) {
    for (const [left, right] of pairs(upright)) {
      if (![top, bottom].every((side) => meets(side, left, right))) continue;
      if (![left, right].every((side) => meets(side, top, bottom))) continue;
      const rest = without(ink, [top, bottom, left, right]);
      const box = {
        left: left.middle,
        right: right.middle,
        top: top.middle,
        bottom: bottom.middle,
      };
      if (isCharacterIn(rest, box)) return rest;
    }
  }
  return undefined;
}

/** Each two with the lesser middle first, the outermost pairs first. */
function pairs(rules: readonly Rule[]): [Rule, Rule][] {
  const sorted = [...rules].sort((a, b) => a.middle - b.middle);
  return sorted
    .flatMap((a, at) => sorted.slice(at + 1).map((b): [Rule, Rule] => [a, b]))
    .sort((a, b) => b[1].middle - b[0].middle - (a[1].middle - a[0].middle));
}

function isCharacterIn(rest: Grid, box: Box): boolean {
  const { components } = findComponents(rest, HALF);
  const largest = longestOf(components);
  if (!largest) return false;
  const inBox = (low: number, high: number, from: number, to: number) =>
    max(0, min(high, to) - max(low, from)) / (to - from);
  const { left, right, top, bottom } = largest.box;
  const shareIn = inBox(box.left, box.right, left, right) * inBox(box.top, box.bottom, top, bottom);
  const tall = (bottom - top) / (box.bottom - box.top);
  return tall >= LEAST_OF_BOX && shareIn >= LEAST_IN_BOX;
}

/** Without rules that come in from the border, and without an underline. */
function withoutRules(
  ink: Grid,
  level: readonly Rule[],
  upright: readonly Rule[],
): Grid | undefined {
  const comesIn = [
    ...level.filter((rule) => reaches(rule, ink.width)),
    ...upright.filter((rule) => reaches(rule, ink.height)),
  ];
  const rest = comesIn.length > 0 ? without(ink, comesIn) : ink;
  const underlines = level.filter((rule) => !comesIn.includes(rule));
  const underlined = underlines.find((rule) => isUnderline(rest, rule));
  const clean = underlined ? without(rest, [underlined]) : rest;
  if (clean === ink) return undefined;
  return comesIn.length === 0 || isClear(clean) ? clean : undefined;
}

/** From one border to the other, or from one of them over more than half of the picture. */
function reaches({ from, to }: Rule, length: number): boolean {
  const near = MEET * length;
  const ends = +(from <= near) + +(to >= length - near);
  return ends === 2 || (ends === 1 && to - from > length / 2);
}

/** A character remains, and it is away from the border: so the rules are no strokes of its. */
function isClear(rest: Grid): boolean {
  const { width, height } = rest;
  const { components } = findComponents(rest, HALF);
  const largest = longestOf(components);
  if (!largest || longerSide(largest.box) < LEAST_LENGTH * min(width, height)) return false;
  const { left, right, top, bottom } = largest.box;
  return min(left, width - right) >= CLEAR * width && min(top, height - bottom) >= CLEAR * height;
}

/** Under all else, at least about as wide as the character, and apart from it. */
function isUnderline(ink: Grid, rule: Rule): boolean {
  const { components, labels } = findComponents(ink, HALF);
  const own = labelOf(rule, labels, ink.width);
  const line = components.find(({ label }) => label === own);
  const main = longestOf(components.filter(({ label }) => label !== own));
  if (!line || !main) return false;
  const { left, right, top, bottom } = main.box;
  const shorter = SHORT_BY * (right - left);
  return (
    line.box.bottom - line.box.top <= 3 * rule.thickness + 2 &&
    line.box.top >= bottom &&
    line.box.left <= left + shorter &&
    line.box.right >= right - shorter &&
    line.box.right - line.box.left >= LEAST_UNDERLINE * (bottom - top) &&
    bottom - top >= LEAST_LENGTH * min(ink.width, ink.height)
  );
}

/** The component that the middle of a level rule belongs to. */
function labelOf({ runs }: Rule, labels: Int32Array, width: number): number | undefined {
  const run = runs[runs.length >> 1];
  if (!run) return undefined;
  for (let row = run.top; row < run.bottom; row++) {
    const label = labels[row * width + run.column]!;
    if (label !== 0) return label;
  }
  return undefined;
}

const longestOf = (components: readonly Component[]): Component | undefined =>
  [...components].sort((a, b) => longerSide(b.box) - longerSide(a.box))[0];

function without(ink: Grid, rules: readonly Rule[]): Grid {
  const values = Float32Array.from(ink.values);
  for (const { runs, thickness, isUpright } of rules) {
    if (!isUpright) eraseRuns(values, ink, runs, thickness);
  }
  const turned = transposed({ ...ink, values });
  for (const { runs, thickness, isUpright } of rules) {
    if (isUpright) eraseRuns(turned.values, turned, runs, thickness);
  }
  return withoutJunctions(transposed(turned), rules);
}

/** Where two rules meet, each takes the other for a stroke that crosses it and leaves a square of ink. */
function withoutJunctions(ink: Grid, rules: readonly Rule[]): Grid {
  const { components, labels } = findComponents(ink, HALF);
  const isJunction = ({ box }: Component) => {
    const meets = (isUpright: boolean, from: number, to: number) =>
      rules.some(
        (rule) =>
          rule.isUpright === isUpright &&
          rule.middle >= from - rule.thickness &&
          rule.middle <= to + rule.thickness &&
          to - from <= 2 * rule.thickness + 2,
      );
    return meets(false, box.top, box.bottom) && meets(true, box.left, box.right);
  };
  const dropped = new Set(components.filter(isJunction).map(({ label }) => label));
  if (dropped.size === 0) return ink;
  return { ...ink, values: ink.values.map((value, at) => (dropped.has(labels[at]!) ? 0 : value)) };
}
