import type { Canvas } from './canvas.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { cos, floor, max, min, round, sqrt } = Math;

const BLOCK = 8;

/** Luminance quantisation of ITU-T T.81 (JPEG), annex K, table K.1. */
const TABLE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
  14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
  92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];

const cosines = Array.from({ length: BLOCK * BLOCK }, (_, at) => {
  const [frequency, place] = [at >> 3, at & 7];
  const norm = frequency === 0 ? sqrt(1 / BLOCK) : sqrt(2 / BLOCK);
  return norm * cos(((2 * place + 1) * frequency * Math.PI) / (2 * BLOCK));
});

/** What JPEG of a quality of 1 to 99 leaves of a grey picture: its blocks and its ringing. */
export function jpegged(picture: Canvas, quality: number): Canvas {
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  const steps = TABLE.map((step) => max(1, floor((step * percent + 50) / 100)));
  const values = Float32Array.from(picture.values);
  for (let top = 0; top < picture.height; top += BLOCK) {
    for (let left = 0; left < picture.width; left += BLOCK) {
      const block = Array.from({ length: BLOCK * BLOCK }, (_, at) => {
        const row = min(picture.height - 1, top + (at >> 3));
        const column = min(picture.width - 1, left + (at & 7));
        return picture.values[row * picture.width + column]! - 128;
      });
      const frequencies = transformed(block, true).map(
        (value, at) => round(value / steps[at]!) * steps[at]!,
      );
      transformed(frequencies, false).forEach((value, at) => {
        const [row, column] = [top + (at >> 3), left + (at & 7)];
        if (row < picture.height && column < picture.width) {
          values[row * picture.width + column] = value + 128;
        }
      });
    }
  }
  return { ...picture, values };
}

/** The cosine transform of a block of 8x8, or back. */
function transformed(block: readonly number[], forward: boolean): number[] {
  const basis = (index: number, at: number) =>
    cosines[forward ? index * BLOCK + at : at * BLOCK + index]!;
  const rows = block.map((_, to) => {
    let sum = 0;
    for (let at = 0; at < BLOCK; at++) sum += basis(to & 7, at) * block[(to & 56) + at]!;
    return sum;
  });
  return rows.map((_, to) => {
    let sum = 0;
    for (let at = 0; at < BLOCK; at++) sum += basis(to >> 3, at) * rows[at * BLOCK + (to & 7)]!;
    return sum;
  });
}
