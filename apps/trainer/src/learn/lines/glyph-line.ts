import { GLYPH_SIDE, STRIP_HEIGHT, type Point, type Strip } from '@inkling/ink';
import type { Random } from '../../random.js';
import type { Hand } from './ink-line.js';

/** Ink of a glyph is about so high, see MNIST's recipe. */
const CAPITAL_PX = 20;

/** Empty pixels around the ink, as in a strip of strokes. */
const MARGIN = 2;

/** Fainter pixels are not counted as ink. */
const INK_FROM = 0.25;

/**
 * Characters of which only pixels are known, as a line of one hand: side by side with its spacing, base line, lean
 * and sizes, and fitted into a strip like drawn ones.
 *
 * @param glyphs `[28, 28]` each, 0..1
 */
export function writeGlyphLine(glyphs: readonly Float32Array[], hand: Hand, random: Random): Strip {
  const normal = () => 2 * (random.next() + random.next() + random.next() - 1.5);
  let pen = 0;
  const placed = glyphs.map((glyph, at) => {
    const box = inkBox(glyph);
    const scale = 1 + hand.sizes * normal();
    const bow = hand.bend * Math.sin((Math.PI * at) / Math.max(1, glyphs.length - 1));
    const rise = (hand.rise * pen) / CAPITAL_PX + bow - hand.wobble * normal();
    const left = pen;
    pen += (box.right - box.left) * scale;
    pen += CAPITAL_PX * (hand.spacing + hand.unevenness * normal());
    // The foot stands on the base line, at 0.
    return { glyph, box, scale, left, foot: -CAPITAL_PX * rise };
  });
  const valueAt = (x: number, y: number): number => {
    let most = 0;
    for (const { glyph, box, scale, left, foot } of placed) {
      const column = box.left + (x + hand.lean * (y - foot) - left) / scale;
      if (column < -1 || column > GLYPH_SIDE) continue;
      most = Math.max(most, sample(glyph, column, box.bottom + (y - foot) / scale));
    }
    return most;
  };
  return fitStrip(
    valueAt,
    placed.flatMap((each) => cornersOf(each, hand.lean)),
  );
}

interface Placed {
  readonly box: InkBox;
  readonly scale: number;
  readonly left: number;
  readonly foot: number;
}

/** Of the ink, leaned over. */
function cornersOf({ box, scale, left, foot }: Placed, lean: number): Point[] {
  if (box.right <= box.left) return [];
  const [wide, high] = [(box.right - box.left) * scale, (box.bottom + 1 - box.top) * scale];
  return [0, 1].flatMap((share): Point[] => {
    const y = foot + 1 - share * high;
    const x = left - lean * (y - foot);
    return [
      [x, y],
      [x + wide, y],
    ];
  });
}

function fitStrip(valueAt: (x: number, y: number) => number, corners: readonly Point[]): Strip {
  if (corners.length === 0) throw new RangeError('a line needs some ink');
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const bounds = {
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
  const scale = (STRIP_HEIGHT - 2 * MARGIN) / (bounds.bottom - bounds.top);
  const width = Math.ceil((bounds.right - bounds.left) * scale + 2 * MARGIN);
  const values = new Float32Array(STRIP_HEIGHT * width);
  for (let row = 0; row < STRIP_HEIGHT; row++) {
    for (let column = 0; column < width; column++) {
      // Middles of pixels, in both.
      const x = bounds.left + (column + 0.5 - MARGIN) / scale - 0.5;
      const y = bounds.top + (row + 0.5 - MARGIN) / scale - 0.5;
      values[row * width + column] = valueAt(x, y);
    }
  }
  return { values, width };
}

interface InkBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  /** The last row with ink. */
  readonly bottom: number;
}

function inkBox(glyph: Float32Array): InkBox {
  const box = { left: GLYPH_SIDE, right: 0, top: GLYPH_SIDE, bottom: 0 };
  glyph.forEach((value, at) => {
    if (value < INK_FROM) return;
    const [column, row] = [at % GLYPH_SIDE, Math.floor(at / GLYPH_SIDE)];
    box.top = Math.min(box.top, row);
    box.left = Math.min(box.left, column);
    box.right = Math.max(box.right, column + 1);
    box.bottom = Math.max(box.bottom, row);
  });
  return box;
}

/** Between pixels by their distance (bilinear); nothing outside. */
function sample(glyph: Float32Array, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - left, y - top];
  const at = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= GLYPH_SIDE || row >= GLYPH_SIDE
      ? 0
      : glyph[row * GLYPH_SIDE + column]!;
  const upper = at(left, top) * (1 - fx) + at(left + 1, top) * fx;
  const lower = at(left, top + 1) * (1 - fx) + at(left + 1, top + 1) * fx;
  return upper * (1 - fy) + lower * fy;
}
