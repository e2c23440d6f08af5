import type { InkStroke } from '../sheet/sheet';
import { strokeOutline } from '../sheet/stroke-outline';

/** A small picture of ink as the server makes them: black on white. Empty where there is no ink. */
export function stripOf(strokes: readonly InkStroke[]): string {
  const points = strokes.flatMap((stroke) => stroke.points);
  if (points.length === 0) return '';
  const pad = Math.max(...strokes.map(({ penWidth }) => penWidth));
  const left = Math.min(...points.map(([x]) => x)) - pad;
  const top = Math.min(...points.map(([, y]) => y)) - pad;
  const width = Math.max(...points.map(([x]) => x)) + pad - left;
  const height = Math.max(...points.map(([, y]) => y)) + pad - top;
  const path = strokes.map((stroke) => strokeOutline(stroke, true)).join('');
  const box = [left, top, width, height].map((value) => value.toFixed(1));
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box.join(' ')}" width="${box[2]}" height="${box[3]}">` +
    `<rect x="${box[0]}" y="${box[1]}" width="${box[2]}" height="${box[3]}" fill="#fff"/><path d="${path}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
