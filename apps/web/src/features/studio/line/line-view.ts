import type { InkStroke } from '../sheet/sheet';
import { SHEET_UNITS, type View } from '../sheet/view';

/** Free paper before the line, in sheet units. */
export const MARGIN = 40;
/** Where characters stand, as a share of the height. */
export const BASE_LINE = 0.76;
/** Characters on a line are smaller than one on a sheet of its own, and so is their pen: its CSS pixels. */
const PEN_SHARE = 0.3;
/** Of what is seen, this much stays free to the right of the ink. */
const FREE_SHARE = 0.5;
/** Beyond this share of what is seen the next character has hardly room. */
const FULL_SHARE = 0.7;
/** The line moves so that its end lies here. */
const END_SHARE = 0.4;
/** Ink from elsewhere is at most this high. */
const MOST_HIGH = SHEET_UNITS / 2;

/** How the line lies on its canvas: from the left, as high as the canvas; scrolling moves it. */
export function lineViewOf(height: number, scrolledPx: number): View {
  const scale = Math.max(height / SHEET_UNITS, 1e-3);
  return { scale, offsetX: MARGIN * scale - scrolledPx, offsetY: 0 };
}

/** How wide the pen is in sheet units: on every screen equally wide to the eye. */
export const linePenWidth = (penWidth: number, { scale }: View): number =>
  (penWidth * PEN_SHARE) / scale;

/** How far ink reaches to the right, pen included, in sheet units; 0 where there is none. */
function rightEnd(strokes: readonly InkStroke[]): number {
  return strokes.reduce(
    (end, { points, penWidth }) =>
      points.reduce((most, [x]) => Math.max(most, x + penWidth / 2), end),
    0,
  );
}

/** How wide the paper is, in CSS pixels: what is seen, or the ink and as much free paper as one needs. */
export function paperWidth(
  strokes: readonly InkStroke[],
  { scale }: View,
  seenWidth: number,
): number {
  const inked = (rightEnd(strokes) + MARGIN) * scale;
  return strokes.length === 0 ? seenWidth : Math.max(seenWidth, inked + seenWidth * FREE_SHARE);
}

/** Whether the ink ends where there is hardly room for more, or beyond. */
export function isNearEnd(
  strokes: readonly InkStroke[],
  { scale, offsetX }: View,
  seenWidth: number,
): boolean {
  return rightEnd(strokes) * scale + offsetX >= seenWidth * FULL_SHARE;
}

/** Where to scroll so that one can write on; `undefined` where there is room. */
export function scrollForMore(
  strokes: readonly InkStroke[],
  view: View,
  seenWidth: number,
): number | undefined {
  const last = strokes.slice(-1);
  if (last.length === 0 || !isNearEnd(last, view, seenWidth)) return undefined;
  const { scale, offsetX } = view;
  const end = rightEnd(last) * scale + offsetX;
  const scrolledPx = MARGIN * scale - offsetX;
  return Math.round(scrolledPx + end - seenWidth * END_SHARE);
}

/** Ink of another sheet, laid at the beginning of the line. */
export function asLine(strokes: readonly InkStroke[]): InkStroke[] {
  const points = strokes.flatMap((stroke) => stroke.points);
  const left = Math.min(...points.map(([x]) => x));
  const top = Math.min(...points.map(([, y]) => y));
  const height = Math.max(...points.map(([, y]) => y)) - top;
  const share = Math.min(1, MOST_HIGH / Math.max(1, height));
  const down = SHEET_UNITS * BASE_LINE - height * share;
  const round = (value: number): number => Math.round(value * 100) / 100;
  return strokes.map((stroke) => ({
    ...stroke,
    penWidth: stroke.penWidth * share,
    points: stroke.points.map(
      ([x, y, ...rest]) =>
        [round((x - left) * share), round((y - top) * share + down), ...rest] as const,
    ),
  }));
}
