import sharp from 'sharp';
import { inkOf } from '../../../testing/fixtures.js';

type Strokes = number[][][];

/** Heights of a capital between characters. */
const GAP = 0.35;

/** Real drawings of single characters as a line: each 60 units high, on one base line. */
export function writtenLine(text: string, index = 0): { strokes: Strokes } {
  let pen = 0;
  const strokes = [...text].flatMap((label) => {
    const drawn = inkOf(label, index).strokes;
    const [xs, ys] = [drawn.flat().map(([x]) => x!), drawn.flat().map(([, y]) => y!)];
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    const scale = 60 / (Math.max(...ys) - top);
    const from = pen;
    pen += (Math.max(...xs) - left) * scale + GAP * 60;
    return drawn.map((stroke) =>
      stroke.map(([x, y]) => [from + (x! - left) * scale, (y! - top) * scale]),
    );
  });
  return { strokes };
}

/** Lines of ink as a picture on white paper, one below the other. */
export function photographed(lines: readonly { strokes: Strokes }[]): Promise<Buffer> {
  const paths = lines.flatMap(({ strokes }, row) =>
    strokes.map((stroke) => {
      const points = stroke.map(([x, y]) => `${40 + x!},${40 + 120 * row + y!}`).join(' ');
      return `<polyline points="${points}" fill="none" stroke="#222" stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/>`;
    }),
  );
  const height = 60 + 120 * lines.length;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="${height}"><rect width="900" height="${height}" fill="#f4f2ee"/>${paths.join('')}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}
