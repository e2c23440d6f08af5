import { createHash } from 'node:crypto';
import { InkError } from '../errors.js';
import { GLYPH_SIDE, type Glyph } from '../types.js';

export interface Difference {
  readonly mean: number;
  readonly max: number;
}

/** Absolute differences between two glyphs, pixel by pixel. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): Difference {
  let sum = 0;
  let max = 0;
  for (let at = 0; at < a.length; at++) {
    const here = Math.abs(a[at]! - b[at]!);
    sum += here;
    max = Math.max(max, here);
  }
  return { mean: sum / a.length, max };
}

export const bytesOf = (glyph: Glyph): Buffer => Buffer.from(glyph.map((value) => value * 255));

export const digestOf = (glyph: Glyph): string =>
  createHash('sha256').update(bytesOf(glyph)).digest('hex').slice(0, 16);

/** A glyph as lines of hexadecimal bytes, in which a change can be seen. */
export function linesOf(glyph: Glyph): string {
  const hex = bytesOf(glyph).toString('hex').replaceAll('00', '..');
  return Array.from({ length: GLYPH_SIDE }, (_, row) =>
    hex.slice(row * 2 * GLYPH_SIDE, (row + 1) * 2 * GLYPH_SIDE),
  ).join('\n');
}

/** A glyph in 0..1 in steps of 1/255, or an InkError: anything else fails the test. */
export function glyphOrNamedError(make: () => { glyph: Glyph }): Glyph | InkError {
  let glyph: Glyph;
  try {
    ({ glyph } = make());
  } catch (error) {
    if (error instanceof InkError) return error;
    throw error;
  }
  const wrong = glyph.findIndex(
    (value) =>
      !(value >= 0 && value <= 1 && Math.abs(value * 255 - Math.round(value * 255)) < 1e-4),
  );
  if (glyph.length !== GLYPH_SIDE * GLYPH_SIDE || wrong >= 0) {
    throw new Error(`Not a glyph: length ${glyph.length}, pixel ${wrong} is ${glyph[wrong]}.`);
  }
  return glyph;
}
