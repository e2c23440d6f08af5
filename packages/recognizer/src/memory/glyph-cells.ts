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

interface Field {
  sum: number;
  pixels: number;
}

function fieldsOf(glyph: Uint8Array): Field[] {
  const fields = Array.from({ length: COLUMNS * ROWS }, () => ({ sum: 0, pixels: 0 }));
  for (let y = 0; y < INNER; y++) {
    const above = Math.floor((y * ROWS) / INNER) * COLUMNS;
    const start = (y + MARGIN) * GLYPH_SIDE + MARGIN;
    for (let x = 0; x < INNER; x++) {
      const field = fields[above + Math.floor((x * COLUMNS) / INNER)]!;
      field.sum += glyph[start + x]!;
      field.pixels++;
    }
  }
  return fields;
}

const stepOf = ({ sum, pixels }: Field, more = 0): number =>
  Math.floor((sum + more * pixels) / (STEP * pixels));

/** The coarse glyph as a number. */
export const cellOf = (glyph: Uint8Array): number =>
  fieldsOf(glyph).reduce((cell, field) => cell * STEPS + stepOf(field), 0);

/** The coarse glyphs of all that are the same as this one within the tolerance. */
export function cellsAround(glyph: Uint8Array): number[] {
  let cells = [0];
  for (const field of fieldsOf(glyph)) {
    const lower = Math.max(0, stepOf(field, -SAME_GLYPH_TOLERANCE));
    const upper = stepOf(field, SAME_GLYPH_TOLERANCE);
    const steps = lower === upper ? [lower] : [lower, upper];
    cells = cells.flatMap((cell) => steps.map((step) => cell * STEPS + step));
  }
  return cells;
}
