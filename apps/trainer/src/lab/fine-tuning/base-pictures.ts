import { GLYPH_PIXELS, glyphToBytes } from '@inkling/ink';
import { pickGlyphs, type LabelledGlyphs } from '../../data/glyph-sets.js';

/**
 * The first pictures of a pool that are not replayed. The champion has learnt from them, so its own
 * error on them is too small; but what a fine-tuning makes it forget shows on them too, and of them
 * there are enough to see a tenth of a point.
 */
export function basePictures(
  pool: LabelledGlyphs,
  replay: LabelledGlyphs,
  most: number,
): LabelledGlyphs {
  const replayed = new Set(Array.from({ length: replay.count }, (_, row) => keyOf(replay, row)));
  const rows: number[] = [];
  for (let row = 0; row < pool.count && rows.length < most; row++) {
    if (!replayed.has(keyOf(pool, row))) rows.push(row);
  }
  return pickGlyphs(pool, rows);
}

/** Of the pixels as bytes, which is how the replay set is shipped. */
const keyOf = ({ glyphs }: LabelledGlyphs, row: number): string =>
  Buffer.from(glyphToBytes(glyphs.subarray(row * GLYPH_PIXELS, (row + 1) * GLYPH_PIXELS))).toString(
    'latin1',
  );
