import { renderStrokes } from '@inkling/ink';
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

/** The same, with two dots over one of its characters. */
export function withDots(text: string, at: number): { strokes: Strokes } {
  const { strokes } = writtenLine(text);
  const before = writtenLine(text.slice(0, at)).strokes.length;
  const drawn = strokes.slice(before, writtenLine(text.slice(0, at + 1)).strokes.length).flat();
  const xs = drawn.map(([x]) => x!);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const dots = [0.3, 0.7].map((share) => {
    const x = left + share * (right - left);
    return [
      [x, -16],
      [x + 1, -12],
    ];
  });
  return { strokes: [...strokes, ...dots] };
}

const [WIDTH, MARGIN, ROW, PEN] = [900, 40, 120, 5];
const [PAPER, INK] = [0xf2, 0x22];

/** Lines of ink as a picture on light paper, one below the other; not by SVG, which servers refuse to read. */
export function photographed(lines: readonly { strokes: Strokes }[]): Promise<Buffer> {
  const strokes = lines.flatMap((line, row) =>
    line.strokes.map((stroke) => stroke.map(([x, y]) => [x!, y! + ROW * row] as const)),
  );
  const height = 60 + ROW * lines.length;
  const placement = { scale: 1, offsetX: MARGIN, offsetY: MARGIN };
  const ink = renderStrokes(strokes, placement, height, PEN, WIDTH);
  const pixels = Uint8Array.from(ink, (value) => Math.round(PAPER - (PAPER - INK) * value));
  return sharp(pixels, { raw: { width: WIDTH, height, channels: 1 } })
    .png()
    .toBuffer();
}
