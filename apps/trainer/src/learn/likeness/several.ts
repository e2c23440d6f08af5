import { glyphFromPicture, GLYPH_SIDE, type Glyph, type Point, type Stroke } from '@inkling/ink';
import type { Random } from '../../random.js';
import { inkBox } from '../augmentation/ink-box.js';

/**
 * Several characters as one drawing, in a row as they are written: heights and base lines differ a little,
 * and gaps go from touching to wide.
 *
 * @param characters 2 or more
 */
export function inARow(characters: readonly (readonly Stroke[])[], random: Random): Stroke[] {
  const spacing = random.between(-0.06, 0.5);
  let pen = 0;
  return characters.flatMap((strokes) => {
    const points = strokes.flat();
    const xs = points.map(([x]) => x);
    const ys = points.map(([, y]) => y);
    const [left, top] = [Math.min(...xs), Math.min(...ys)];
    // A dash has no height of its own.
    const size = Math.max(Math.max(...ys) - top, 0.6 * (Math.max(...xs) - left), 1e-3);
    const scale = random.between(0.75, 1.1) / size;
    const rise = random.between(-0.15, 0.15);
    const from = pen;
    pen += (Math.max(...xs) - left) * scale + spacing + random.between(0, 0.15);
    return strokes.map((stroke) =>
      stroke.map(([x, y]): Point => [
        100 * (from + (x - left) * scale),
        100 * (rise + (y - top) * scale),
      ]),
    );
  });
}

/** The same with characters of which only pixels are known: painted side by side and read as a picture. */
export function pictureInARow(glyphs: readonly Float32Array[], random: Random): Glyph {
  const spacing = Math.round(random.between(-1, 7));
  const columns = glyphs.map(inkColumns);
  const wide = columns.reduce((sum, { from, to }) => sum + to - from + Math.max(spacing, 0), 0);
  const width = wide + 8;
  const pixels = new Uint8Array(width * (GLYPH_SIDE + 4)).fill(255);
  let at = 4;
  glyphs.forEach((glyph, index) => {
    const { from, to } = columns[index]!;
    const drop = random.integer(5);
    for (let row = 0; row < GLYPH_SIDE; row++) {
      for (let column = from; column < to; column++) {
        const target = (row + drop) * width + at + column - from;
        const dark = 255 - Math.round(255 * glyph[row * GLYPH_SIDE + column]!);
        pixels[target] = Math.min(pixels[target]!, dark);
      }
    }
    at += to - from + spacing;
  });
  return glyphFromPicture({ width, height: GLYPH_SIDE + 4, pixels }).glyph;
}

function inkColumns(glyph: Float32Array): { from: number; to: number } {
  const { left, right } = inkBox(glyph);
  return left < right ? { from: left, to: right } : { from: 0, to: 1 };
}
