import { GLYPH_SIDE as SIDE } from '@inkling/ink';

/** Cells of 2x2 pixels: a shift by a pixel changes little. */
const CELLS = SIDE / 2;

/** What a glyph looks like from afar: 14x14 numbers, of length 1. */
export type Look = Float32Array;

/** @param glyph 784 bytes, 255 is ink */
export function lookOf(glyph: Uint8Array): Look {
  const cells = new Float32Array(CELLS * CELLS);
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      cells[(row >> 1) * CELLS + (column >> 1)]! += glyph[row * SIDE + column]!;
    }
  }
  const look = blurred(cells);
  const length = Math.hypot(...look);
  return length === 0 ? look : look.map((value) => value / length);
}

/** Each cell and its neighbours, weighted 1 2 1 both ways. */
function blurred(cells: Float32Array): Float32Array {
  const out = new Float32Array(cells.length);
  const at = (row: number, column: number): number =>
    row < 0 || column < 0 || row >= CELLS || column >= CELLS ? 0 : cells[row * CELLS + column]!;
  for (let row = 0; row < CELLS; row++) {
    for (let column = 0; column < CELLS; column++) {
      let sum = 0;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          sum += (2 - Math.abs(dy)) * (2 - Math.abs(dx)) * at(row + dy, column + dx);
        }
      }
      out[row * CELLS + column] = sum;
    }
  }
  return out;
}

/** Cosine of two looks, 0..1. */
export function likeness(a: Look, b: Look): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}
