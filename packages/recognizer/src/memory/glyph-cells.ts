import { GLYPH_SIDE } from '@inkling/ink';
import { SAME_GLYPH_TOLERANCE } from './same-glyph.js';

/**
 * A coarse glyph: how bright each of six fields around the middle is, in steps. Glyphs that are the same
 * within the tolerance differ by at most that in the mean of a field, so each field is in one of two steps.
 */
const MARGIN = 4;
const INNER = GLYPH_SIDE - 2 * MARGIN;
const COLUMNS = 2;
const ROWS = 3;

const STEP = 48;
const STEPS = Math.ceil(256 / STEP) + 1;

const FIELDS = COLUMNS * ROWS;

/** Pixels around the middle, and the field that each is in. */
const PIXELS = new Uint16Array(INNER * INNER);
const FIELD_OF = new Uint8Array(INNER * INNER);
/** Pixels of each field. */
const SIZES = new Uint16Array(FIELDS);
for (let y = 0, index = 0; y < INNER; y++) {
  for (let x = 0; x < INNER; x++, index++) {
    const field = Math.floor((y * ROWS) / INNER) * COLUMNS + Math.floor((x * COLUMNS) / INNER);
    PIXELS[index] = (y + MARGIN) * GLYPH_SIDE + x + MARGIN;
    FIELD_OF[index] = field;
    SIZES[field]!++;
  }
}

function sumsOf(glyph: Uint8Array): Uint32Array {
  const sums = new Uint32Array(FIELDS);
  for (let index = 0; index < PIXELS.length; index++) {
    sums[FIELD_OF[index]!]! += glyph[PIXELS[index]!]!;
  }
  return sums;
}

/** @param more added to every pixel of the field */
const stepOf = (sum: number, field: number, more = 0): number =>
  Math.floor((sum + more * SIZES[field]!) / (STEP * SIZES[field]!));

/** The coarse glyph as a number. */
export const cellOf = (glyph: Uint8Array): number =>
  sumsOf(glyph).reduce((cell, sum, field) => cell * STEPS + stepOf(sum, field), 0);

/** The coarse glyphs of all that are the same as this one within the tolerance. */
export function cellsAround(glyph: Uint8Array): number[] {
  let cells = [0];
  for (const [field, sum] of sumsOf(glyph).entries()) {
    const lower = Math.max(0, stepOf(sum, field, -SAME_GLYPH_TOLERANCE));
    const upper = stepOf(sum, field, SAME_GLYPH_TOLERANCE);
    const steps = lower === upper ? [lower] : [lower, upper];
    cells = cells.flatMap((cell) => steps.map((step) => cell * STEPS + step));
  }
  return cells;
}
