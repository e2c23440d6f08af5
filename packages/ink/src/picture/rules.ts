import { findComponents, type Component } from './components.js';
import { transposed, transposedMask, type Grid, type Mask } from './grid.js';
import { eraseRuns, thicknessOfRuns, runsAlong, type Run } from './ink-runs.js';
import { rowAt, straightSegments } from './segments.js';
import { HALF } from './soft-ink.js';
import { type Line } from './straight-lines.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { max, min, round } = Math;

/** A thin rule that lies on two rows of pixels is grey, as this part of the full ink. */
export const FAINTEST = 0.3;

/** A rule is at least this part of the picture's shorter side long ... */
const SHORTEST = 0.22;

/** ... and at most this part of it thick. */
const THICKEST = 0.02;

/** Strokes that run into a rule or along it may cover more than half of it, but hardly more than this. */
const UNCOVERED = 0.3;

/** Rules lie this part of the picture away from its border. */
const CLEAR_OF_BORDER = 0.03;

/** In pixels of the picture; an upright one counts its columns as rows and its rows as columns. */
export interface Rule {
  readonly isUpright: boolean;
  readonly from: number;
  readonly to: number;
  readonly line: Line;
  /** Its row in the middle. */
  readonly middle: number;
  readonly thickness: number;
  readonly runs: readonly Run[];
}

/** What counts as a rule. */
export interface RuleSearch {
  /** More than this is ink of a rule. */
  readonly above: number;
  /** In pixels. @defaultValue a part of the picture's shorter side */
  readonly shortest?: number;
  /** Rules lie this part of the picture away from its border. @defaultValue CLEAR_OF_BORDER */
  readonly clear?: number;
}

/** A picture from the side that makes its rules level. */
interface View extends RuleSearch {
  readonly isUpright: boolean;
  /** Where there is ink of rules. */
  readonly mask: Mask;
  /** Turned to that side: not before there is something to look at. */
  readonly ink: () => Grid;
}

/** The level rules of a picture, the longest first. @param mask where there is ink of rules */
export const levelRulesOf = (ink: Grid, mask: Mask, search: RuleSearch): Rule[] =>
  rulesOf({ ...search, isUpright: false, mask, ink: () => ink });

/** The same of the upright ones. @param turned the picture transposed, for who needs that as well */
export const uprightRulesOf = (
  ink: Grid,
  mask: Mask,
  search: RuleSearch,
  turned = (): Grid => transposed(ink),
): Rule[] => rulesOf({ ...search, isUpright: true, mask: transposedMask(mask), ink: turned });

function rulesOf(view: View): Rule[] {
  const { isUpright, above, mask, ink: inkOf, shortest, clear = CLEAR_OF_BORDER } = view;
  const shorter = min(mask.width, mask.height);
  const segments = straightSegments(mask, shortest ?? SHORTEST * shorter);
  if (segments.length === 0) return [];
  const ink = inkOf();
  return (
    segments
      .map((segment) => {
        const { from, to } = segment;
        const line = { left: segment.left + 0.5, right: segment.right + 0.5 };
        const runs = runsAlong(ink, line, { reach: 2, level: above, from, to });
        const middle = rowAt(segment, (from + to) / 2, ink.width) + 0.5;
        const thickness = thicknessOfRuns(runs, UNCOVERED);
        return { isUpright, from, to, line, middle, runs, thickness };
      })
      .filter(({ thickness }) => thickness <= max(3, round(THICKEST * shorter)))
      // What hangs on the border is a shadow, or the edge of something: it is dropped as such.
      .filter(({ middle, runs }) => {
        const inside = runs.filter(({ top, bottom }) => top > 0 && bottom < ink.height);
        return (
          min(middle, ink.height - middle) >= clear * ink.height && inside.length > runs.length / 2
        );
      })
  );
}

/** @returns the ink itself where there are none */
export function withoutRules(ink: Grid, rules: readonly Rule[]): Grid {
  if (rules.length === 0) return ink;
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
