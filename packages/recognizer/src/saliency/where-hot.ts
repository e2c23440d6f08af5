import { GLYPH_SIDE } from '@inkling/ink';

/** Where on the ink a heat map is hottest, as one says it. */
export type HotPlace =
  | 'the whole drawing'
  | 'the middle'
  | 'the top'
  | 'the bottom'
  | 'the left'
  | 'the right'
  | 'the top left'
  | 'the top right'
  | 'the bottom left'
  | 'the bottom right';

/** From this heat on a pixel is hot. */
const HOT = 0.5;
/** Where more of the ink is hot than that, no part of it is to be named. */
const WHOLE = 0.7;
/** The middle of a side, as shares of it. */
const MIDDLE = [0.4, 0.6] as const;

/**
 * @param heat `[28, 28]`, 0..1
 * @param glyph `[28, 28]`, 0..1, white ink on black
 * @returns `undefined` where no ink is hot
 */
export function whereHot(heat: Float32Array, glyph: Float32Array): HotPlace | undefined {
  const ink = { weight: 0, left: GLYPH_SIDE, right: 0, top: GLYPH_SIDE, bottom: 0 };
  const hot = { weight: 0, x: 0, y: 0 };
  glyph.forEach((value, at) => {
    if (value < HOT) return;
    const x = at % GLYPH_SIDE;
    const y = (at - x) / GLYPH_SIDE;
    ink.weight += value;
    ink.left = Math.min(ink.left, x);
    ink.right = Math.max(ink.right, x);
    ink.top = Math.min(ink.top, y);
    ink.bottom = Math.max(ink.bottom, y);
    if (heat[at]! < HOT) return;
    hot.weight += value;
    hot.x += value * x;
    hot.y += value * y;
  });
  if (hot.weight === 0) return undefined;
  if (hot.weight > ink.weight * WHOLE) return 'the whole drawing';
  const across = sideOf(hot.x / hot.weight, ink.left, ink.right, ['left', 'right']);
  const down = sideOf(hot.y / hot.weight, ink.top, ink.bottom, ['top', 'bottom']);
  const words = [down, across].filter((word) => word !== '').join(' ');
  return `the ${words || 'middle'}` as HotPlace;
}

/** Of a line the ink is on both sides of, neither. */
function sideOf(
  place: number,
  from: number,
  to: number,
  [first, last]: readonly [string, string],
): string {
  // A thin stroke has no sides worth naming.
  if (to - from < GLYPH_SIDE / 4) return '';
  const share = (place - from) / (to - from);
  if (share < MIDDLE[0]) return first;
  return share > MIDDLE[1] ? last : '';
}
