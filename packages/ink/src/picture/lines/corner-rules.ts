import { cropGrid, type Grid, type Mask } from '../grid.js';
import { levelRulesOf, uprightRulesOf, type Rule } from '../rules.js';
import { cutsCorner } from './between-borders.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs, ceil, max } = Math;

/** Those so long, as a part of the picture's side, are looked for ... */
const SHORTEST = 0.04;

/** ... and are as steep as the others, up to so many pixels in their length. */
const PARALLEL = 3;

/** A rule on the border is looked at with this around it, in pixels. */
const EDGE = 3;

/** How many pixels level rules fall, and upright ones lean, from one side to the other; none where too few were seen. */
export interface Rises {
  readonly fall: number | undefined;
  readonly lean: number | undefined;
}

/**
 * Rules of tilted paper that cut the corners of the picture, and those that lie on its border.
 *
 * @param cleaned without the rules that go from one side to the other
 * @param above more than this is ink of a rule
 * @param maskOf where it is
 */
export function cornerRules(
  cleaned: Grid,
  { fall, lean }: Rises,
  above: number,
  maskOf: (ink: Grid) => Mask,
): Rule[] {
  const { width, height } = cleaned;
  const exchanged = { width: height, height: width };
  // Where they would go on to the sides they lie outside of the picture.
  const frame = EDGE + ceil(max(abs(fall ?? 0), abs(lean ?? 0)));
  const framed = cropGrid(cleaned, { left: 0, top: 0, right: width, bottom: height }, frame);
  const mask = maskOf(framed);
  const search = (side: number) => ({ above, clear: 0, shortest: SHORTEST * side });
  const level = fall === undefined ? [] : levelRulesOf(framed, mask, search(width));
  const upright = lean === undefined ? [] : uprightRulesOf(framed, mask, search(height));
  return [
    ...level
      .map((rule) => moved(rule, frame, width))
      .filter((rule) => isParallel(rule, fall!, width) && cutsCorner(rule, cleaned)),
    ...upright
      .map((rule) => moved(rule, frame, height))
      .filter((rule) => isParallel(rule, lean!, height) && cutsCorner(rule, exchanged)),
  ];
}

const isParallel = ({ from, to, line }: Rule, rise: number, width: number): boolean =>
  (abs(line.right - line.left - rise) * (to - from)) / width <= PARALLEL;

/** A rule that was found with a frame around the picture, as it lies in it. */
function moved(rule: Rule, frame: number, width: number): Rule {
  const { left, right } = rule.line;
  const rowIn = (column: number) =>
    left + ((right - left) * (column + frame)) / (width + 2 * frame) - frame;
  return {
    ...rule,
    from: rule.from - frame,
    to: rule.to - frame,
    middle: rule.middle - frame,
    line: { left: rowIn(0), right: rowIn(width) },
    runs: rule.runs.map((run) => ({
      ...run,
      column: run.column - frame,
      top: run.top - frame,
      bottom: run.bottom - frame,
    })),
  };
}
