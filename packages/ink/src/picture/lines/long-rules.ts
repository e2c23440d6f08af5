import { findComponents, penWidthOf, type Component } from '../components.js';
import { maskAbove } from '../grid.js';
import { isThin } from '../ink-runs.js';
import { FAINTEST, levelRulesOf, uprightRulesOf, withoutRules, type Rule } from '../rules.js';
import { HALF, type SoftInk } from '../soft-ink.js';
import { widthOf } from './box.js';
import { sizeOf } from './pieces.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, max, min } = Math;

/** No dash and no bar of a character is as long as this many characters are high, ... */
const LEVEL_LENGTH = 2.5;

/** ... nor as this part of the picture's width, and no upright as this many characters. */
const LEVEL_SHARE = 0.2;
const UPRIGHT_LENGTH = 1.6;

/**
 * Feet and bars of characters side by side may be on one line, too, but seldom on one so long, in characters' heights, nor is
 * so much of it as thin as a rule.
 */
const SURE_LENGTH = 4;
const THIN_SHARE = 0.9;

/** A rule from one border of the picture to the other ends so near to them, in pixels. */
const AT_BORDER = 2;

/** The side of a box may be shorter when it leads from one level rule to another, up to so many pixels. */
const BOX_HEIGHT = 0.8;
const CORNER = 3;

/** A margin's rule goes from the upper border to the lower one, and is this narrow and thin for its height. */
const MARGIN_WIDTH = 0.05;
const MARGIN_AREA = 0.012;

/**
 * Takes the rules of forms away: underlines, boxes and combs. A stroke may be as straight, but not as long, beside
 * the characters of its line.
 */
export function withoutLongRules({ ink, noise }: SoftInk): SoftInk {
  const { components, labels } = findComponents(ink, HALF);
  if (components.length === 0) return { ink, noise };
  const largest = components.reduce((a, b) => (b.area > a.area ? b : a));
  // A margin's rule may have more ink than all that is written, but it is no character.
  const free = components.filter((component) => !isMarginRule(component, ink.height));
  const size = sizeOf(free, penWidthOf(largest, labels, ink.width));
  const above = max(FAINTEST, noise);
  const mask = maskAbove(ink, above);
  const shortest = max(LEVEL_LENGTH * size, LEVEL_SHARE * ink.width);
  if (shortest > ink.width) return { ink, noise };
  const level = levelRulesOf(ink, mask, { above, shortest, clear: 0 }).filter(
    (rule) =>
      rule.to - rule.from >= SURE_LENGTH * size || crosses(rule, ink.width) || isPrinted(rule),
  );
  const upright = uprightRulesOf(ink, mask, {
    above,
    clear: 0,
    shortest: (level.length > 1 ? BOX_HEIGHT : UPRIGHT_LENGTH) * size,
  }).filter((rule) => rule.to - rule.from >= UPRIGHT_LENGTH * size || joins(rule, level));
  const rules = [...level, ...upright];
  return { ink: withoutRules(ink, rules), noise };
}

const isMarginRule = ({ area, box }: Component, height: number): boolean =>
  box.top <= 1 &&
  box.bottom >= height - 1 &&
  widthOf(box) <= MARGIN_WIDTH * height &&
  area <= MARGIN_AREA * height * height;

const crosses = ({ from, to }: Rule, width: number): boolean =>
  from <= AT_BORDER && to >= width - AT_BORDER;

const isPrinted = ({ runs, thickness }: Rule): boolean =>
  runs.filter((run) => isThin(run, thickness)).length >= THIN_SHARE * runs.length;

/** From one level rule to another. */
const joins = (upright: Rule, level: readonly Rule[]): boolean =>
  [upright.from, upright.to].every((end) =>
    level.some(
      ({ middle, from, to }) =>
        abs(middle - end) <= CORNER &&
        upright.middle >= min(from, to) - CORNER &&
        upright.middle <= max(from, to) + CORNER,
    ),
  );
