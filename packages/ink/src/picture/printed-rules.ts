import { findComponents, longestOf, type Components } from './components.js';
import { longerSide, maskAbove, transposed, type Grid, type Mask } from './grid.js';
import { withoutBox } from './printed-box.js';
import { FAINTEST, levelRulesOf, uprightRulesOf, withoutRules, type Rule } from './rules.js';
import { HALF, type SoftInk } from './soft-ink.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { ceil, floor, max, min } = Math;

/** Smaller pictures have no room for rules and a character. */
const SMALLEST_PICTURE = 40;

/** Rules that come in from the border end this near it, as a part of the picture's side. */
const NEAR_BORDER = 0.05;

/** What remains is a character if it is this part of the picture's shorter side long, ... */
const LEAST_LENGTH = 0.2;

/** ... and with rules that come in from the border, this part of the picture away from all of it. */
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
  const mask = maskAbove(ink, above);
  let turned: Grid | undefined;
  const turn = () => (turned ??= transposed(ink));
  const level = levelRulesOf(ink, mask, { above });
  // Without a level one an upright one goes only where it comes in from above or below.
  const mayMatter = level.length > 0 || reachesEnd(mask);
  const upright = mayMatter ? uprightRulesOf(ink, mask, { above }, turn) : [];
  if (level.length + upright.length === 0) return { ink, noise };
  return {
    ink:
      withoutBox({ ink, turned: turn(), above }, level, upright) ??
      withoutSingles(ink, level, upright) ??
      ink,
    noise,
  };
}

/** Without rules that come in from the border, and without an underline. */
function withoutSingles(
  ink: Grid,
  level: readonly Rule[],
  upright: readonly Rule[],
): Grid | undefined {
  const comesIn = [
    ...level.filter((rule) => reaches(rule, ink.width)),
    ...upright.filter((rule) => reaches(rule, ink.height)),
  ];
  const rest = withoutRules(ink, comesIn);
  const underlines = level.filter((rule) => !comesIn.includes(rule));
  const underlined = underlines.length > 0 ? underlineOf(rest, underlines) : undefined;
  const clean = underlined ? withoutRules(rest, [underlined]) : rest;
  if (clean === ink) return undefined;
  return comesIn.length === 0 || isClear(clean) ? clean : undefined;
}

/** From one border to the other, or from one of them over more than half of the picture. */
function reaches({ from, to }: Rule, length: number): boolean {
  const near = NEAR_BORDER * length;
  const ends = +(from <= near) + +(to >= length - near);
  return ends === 2 || (ends === 1 && to - from > length / 2);
}

/** Whether anything lies as near the upper or the lower border as an upright rule ends that comes in from there. */
function reachesEnd({ width, height, values }: Mask): boolean {
  const near = NEAR_BORDER * height;
  const rows = (from: number, to: number) => values.subarray(from * width, to * width);
  return rows(0, floor(near) + 1).includes(1) || rows(ceil(height - near) - 1, height).includes(1);
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

/** The first of these rules that is an underline. */
function underlineOf(ink: Grid, rules: readonly Rule[]): Rule | undefined {
  const found = findComponents(ink, HALF);
  return rules.find((rule) => isUnderline(ink, found, rule));
}

/** Under all else, at least about as wide as the character, and apart from it. */
function isUnderline(ink: Grid, { components, labels }: Components, rule: Rule): boolean {
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
