import type { Grid } from '../grid.js';
import type { Rule } from '../rules.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { max, min } = Math;

/** Of an upright rule, with the sides of the picture exchanged. */
export type Size = Pick<Grid, 'width' | 'height'>;

/** Rules of paper end this near the border, as a part of the picture's side. */
const NEAR_BORDER = 0.02;

/** In this part of its columns there is ink. */
const COVERED = 0.9;

/** How near to a border of the picture a rule ends at least, in columns at its sides and in rows at its top and bottom. */
export const nearBorder = ({
  width,
  height,
}: Size): { readonly along: number; readonly down: number } => ({
  along: max(1, NEAR_BORDER * width),
  down: max(1, NEAR_BORDER * height),
});

/** From one border to another. */
export function crosses(rule: Rule, size: Size): boolean {
  if (rule.runs.length < COVERED * (rule.to - rule.from)) return false;
  return [rule.from, rule.to].every(
    (column) => isAtSide(column, size) || isAtEnd(rule, column, size),
  );
}

/** From the left border to the right one. */
export const joinsSides = (rule: Rule, size: Size): boolean =>
  isAtSide(rule.from, size) && isAtSide(rule.to, size);

/** From one border to another, and not along the upper or the lower one alone, as the bar of a character may go. */
export const cutsCorner = (rule: Rule, size: Size): boolean =>
  crosses(rule, size) && (isAtSide(rule.from, size) || isAtSide(rule.to, size));

const isAtSide = (column: number, size: Size): boolean =>
  min(column, size.width - column) <= nearBorder(size).along;

function isAtEnd({ line }: Rule, column: number, size: Size): boolean {
  const row = line.left + ((line.right - line.left) * column) / size.width;
  return min(row, size.height - row) <= nearBorder(size).down;
}
