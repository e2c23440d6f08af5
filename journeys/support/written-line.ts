import sharp from 'sharp';
import { inkOf, type FixtureInk } from './ink.js';

/** How high a capital or a digit is in the units of a line; its foot stands at this y. */
export const CAPITAL = 60;
/** Small letters without ascenders. */
const X_HEIGHT = 38;
/** Between two characters. */
const GAP = 20;

const SHORT = /[acemnorsuvwxz]/;
const HANGING = /[gpqy]/;

/** Real drawings of single characters beside each other on one base line: their strokes begin at x 0. */
export function writtenLine(text: string, at = 0): FixtureInk {
  let pen = 0;
  const strokes = [...text].flatMap((label) => {
    const drawn = inkOf(label, at).strokes;
    const [xs, ys] = [drawn.flat().map(([x]) => x), drawn.flat().map(([, y]) => y)];
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    const height = SHORT.test(label) ? X_HEIGHT : CAPITAL;
    const from = HANGING.test(label) || SHORT.test(label) ? CAPITAL - X_HEIGHT : 0;
    const scale = height / Math.max(1, Math.max(...ys) - top);
    const start = pen;
    pen += (Math.max(...xs) - left) * scale + GAP;
    return drawn.map((stroke) =>
      stroke.map(([x, y]) => [start + (x - left) * scale, from + (y - top) * scale] as const),
    );
  });
  return { label: text, strokes };
}

/** Lines as a PNG of dark ink on light paper, one row below the other. */
export function pictureOfRows(...rows: readonly FixtureInk[]): Promise<Buffer> {
  const ink = rows.flatMap(({ strokes }, row) =>
    strokes.map((stroke) => {
      const points = stroke.map(([x, y]) => `${40 + x},${40 + 2 * CAPITAL * row + y}`).join(' ');
      return `<polyline points="${points}"/>`;
    }),
  );
  const [width, height] = [900, 60 + 2 * CAPITAL * rows.length];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="#f4f2ee"/>
    <g fill="none" stroke="#222" stroke-width="5" stroke-linecap="round" stroke-linejoin="round">${ink.join('')}</g>
  </svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}
