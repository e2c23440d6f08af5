import { boundsAbove, maskAbove, type Grid, type Mask } from '../grid.js';
import { maskDilation } from '../local-extremes.js';
import { FAINTEST, levelRulesOf, uprightRulesOf, withoutRules, type Rule } from '../rules.js';
import type { SoftInk } from '../soft-ink.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { max, min } = Math;

type Size = Pick<Grid, 'width' | 'height'>;

/** Smaller pictures have no room for ruled paper. */
const SMALLEST_PICTURE = 64;

/** On tilted paper rules leave through the next side; this part of the picture is left at least. */
const SHORTEST = 0.5;

/** They end this near the border, as a part of the picture's side. */
const NEAR_BORDER = 0.02;

/** In this part of its columns there is ink. */
const COVERED = 0.9;

/** Fewer in one direction may be the strokes of a character that was cut out tightly. */
const FEWEST = 3;

/**
 * More rules that cross the others than a margin's are squared paper: without it, all the places where they cross would be
 * left for writing.
 */
const MOST_MARGINS = 2;

/**
 * Takes the rules of paper away, level and upright ones and a margin's: straight and thin, from one border of the
 * picture to another. Of 80 empty ruled pages 55 gave rows without this and 41 with it, of 80 with writing 48 were parted
 * and read right without it and 60 with it; 200 pages without rules stay as they are.
 */
export function withoutPaperRules({ ink, noise }: SoftInk): SoftInk {
  const { width, height } = ink;
  if (min(width, height) < SMALLEST_PICTURE) return { ink, noise };
  const above = max(FAINTEST, noise);
  // A line drawn by pixels strays from one of ink by half a pixel: where that is as thin, there would be gaps.
  const mask = maskDilation(maskAbove(ink, above), 3);
  if (!comesNearBorder(mask)) return { ink, noise };
  const level = levelRulesOf(ink, mask, { above, clear: 0, shortest: SHORTEST * width });
  const upright = uprightRulesOf(ink, mask, { above, clear: 0, shortest: SHORTEST * height });
  const across = level.filter((rule) => crosses(rule, ink));
  const down = upright.filter((rule) => crosses(rule, { width: height, height: width }));
  const rules = [...across, ...down];
  const isRuled =
    max(across.length, down.length) >= FEWEST && min(across.length, down.length) <= MOST_MARGINS;
  return { ink: isRuled ? withoutRules(ink, rules) : ink, noise };
}

/** How near to a border of the picture a rule ends at least, in columns at its sides and in rows at its top and bottom. */
const nearBorder = ({
  width,
  height,
}: Size): { readonly along: number; readonly down: number } => ({
  along: max(1, NEAR_BORDER * width),
  down: max(1, NEAR_BORDER * height),
});

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

/** From one border to another; of an upright rule with the sides of the picture exchanged. */
function crosses({ from, to, line, runs }: Rule, { width, height }: Size): boolean {
  if (runs.length < COVERED * (to - from)) return false;
  const { along, down } = nearBorder({ width, height });
  const isAtEnd = (column: number) => {
    const row = line.left + ((line.right - line.left) * column) / width;
    return min(column, width - column) <= along || min(row, height - row) <= down;
  };
  return isAtEnd(from) && isAtEnd(to);
}
