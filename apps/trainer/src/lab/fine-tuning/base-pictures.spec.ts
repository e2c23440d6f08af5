import { describe, expect, it } from '@jest/globals';
import { GLYPH_PIXELS } from '@inkling/ink';
import { pickGlyphs } from '../../data/glyph-sets.js';
import { basePictures } from './base-pictures.js';

const pool = {
  count: 5,
  // Not quite a byte's steps, as pictures are after they were centred.
  glyphs: Float32Array.from({ length: 5 * GLYPH_PIXELS }, (_, at) => (at % 97) / 97),
  labels: Uint8Array.of(0, 1, 2, 3, 4),
};

describe('basePictures', () => {
  it('takes the first that are not replayed, also where replay is rounded to bytes', () => {
    const replay = pickGlyphs(pool, [1]);
    const shipped = { ...replay, glyphs: replay.glyphs.map((v) => Math.round(v * 255) / 255) };
    expect([...basePictures(pool, shipped, 3).labels]).toEqual([0, 2, 3]);
    expect(basePictures(pool, shipped, 99).count).toBe(4);
  });
});
