import { boundsAbove, maskAbove, type Grid, type Mask } from '../grid.js';
import { maskDilation } from '../local-extremes.js';
import { FAINTEST, levelRulesOf, uprightRulesOf, withoutRules, type Rule } from '../rules.js';
import type { SoftInk } from '../soft-ink.js';
import { crosses, joinsSides, nearBorder } from './between-borders.js';
import { cornerRules } from './corner-rules.js';
import { withoutCrossings } from './rule-crossings.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { max, min } = Math;

/** Smaller pictures have no room for ruled paper. */
const SMALLEST_PICTURE = 64;

/** On tilted paper rules leave through the next side; of some of them this part of the picture is left at least. */
const SHORTEST = 0.5;

/** Fewer in one direction may be the strokes of a character that was cut out tightly. */
const FEWEST = 3;

/** More rules that cross the others than a margin's are squared paper, ... */
const MOST_MARGINS = 2;

/** ... if as many lie this part of the picture away from its border: dark corners leave bands of noise along all sides. */
const INNER = 0.05;

/**
 * Takes the rules of ruled and squared paper away, level and upright ones and a margin's: straight and thin, from one
 * border of the picture to another.
 */
export function withoutPaperRules({ ink, noise }: SoftInk): SoftInk {
  const { width, height } = ink;
  if (min(width, height) < SMALLEST_PICTURE) return { ink, noise };
  const above = max(FAINTEST, noise);
  // A line drawn by pixels strays from one of ink by half a pixel: where that is as thin, there would be gaps.
  const maskOf = (of: Grid): Mask => maskDilation(maskAbove(of, above), 3);
  const mask = maskOf(ink);
  if (!comesNearBorder(mask)) return { ink, noise };
  const exchanged = { width: height, height: width };
  const across = levelRulesOf(ink, mask, { above, clear: 0, shortest: SHORTEST * width }).filter(
    (rule) => crosses(rule, ink),
  );
  const down = uprightRulesOf(ink, mask, { above, clear: 0, shortest: SHORTEST * height }).filter(
    (rule) => crosses(rule, exchanged),
  );
  if (max(across.length, down.length) < FEWEST) return { ink, noise };
  const isCrossed = min(across.length, down.length) > MOST_MARGINS;
  if (isCrossed && min(innerOf(across, height), innerOf(down, width)) < FEWEST) {
    return { ink, noise };
  }
  const rises = { fall: usualRise(across), lean: usualRise(down) };
  // Of others only a part may have been seen: they are looked for anew, as what cuts a corner.
  const whole = [
    ...across.filter((rule) => rises.fall === undefined || joinsSides(rule, ink)),
    ...down.filter((rule) => rises.lean === undefined || joinsSides(rule, exchanged)),
  ];
  const cleaned = withoutRules(ink, whole);
  const corners = cornerRules(cleaned, rises, above, maskOf);
  const rest = withoutRules(cleaned, corners);
  return { ink: withoutCrossings(rest, [...whole, ...corners]), noise };
}

/** How many don't lie along a border. */
const innerOf = (rules: readonly Rule[], height: number): number =>
  rules.filter(({ middle }) => min(middle, height - middle) >= INNER * height).length;

/** Half of the rules rise at most so many pixels from one side to the other; of few nothing is known. */
function usualRise(rules: readonly Rule[]): number | undefined {
  if (rules.length < FEWEST) return undefined;
  const rises = rules.map(({ line }) => line.right - line.left).sort((a, b) => a - b);
  return rises[rises.length >> 1];
}

/** Whether any rule may end near a border: most pages have nothing there, and needn't be searched. */
function comesNearBorder(mask: Mask): boolean {
  const box = boundsAbove(mask, 0);
  if (!box) return false;
  const { along, down } = nearBorder(mask);
  const near = min(box.left, mask.width - box.right) - along;
  const nearEnd = min(box.top, mask.height - box.bottom) - down;
  // Rules end between pixels, and lie between rows.
  return min(near, nearEnd) <= 2;
}
