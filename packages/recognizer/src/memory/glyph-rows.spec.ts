import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GLYPH_PIXELS } from '@inkling/ink';
import { cellOf, cellsAround } from './glyph-cells.js';
import { GlyphRows } from './glyph-rows.js';
import { isSameGlyph, SAME_GLYPH_TOLERANCE } from './same-glyph.js';

const pixels = fc.uint8Array({ minLength: GLYPH_PIXELS, maxLength: GLYPH_PIXELS });
const evenPixels = fc.nat({ max: 255 }).map((value) => new Uint8Array(GLYPH_PIXELS).fill(value));
const changes = fc.array(fc.integer({ min: -SAME_GLYPH_TOLERANCE, max: SAME_GLYPH_TOLERANCE }), {
  minLength: GLYPH_PIXELS,
  maxLength: GLYPH_PIXELS,
});
const sameChange = fc
  .integer({ min: -SAME_GLYPH_TOLERANCE, max: SAME_GLYPH_TOLERANCE })
  .map((value) => new Array<number>(GLYPH_PIXELS).fill(value));

it('looks into the cell of every glyph that is the same within the tolerance', () => {
  fc.assert(
    fc.property(fc.oneof(pixels, evenPixels), fc.oneof(changes, sameChange), (glyph, change) => {
      const other = glyph.map((value, at) => Math.max(0, Math.min(255, value + change[at]!)));
      expect(isSameGlyph(glyph, other)).toBe(true);
      expect(cellsAround(glyph)).toContain(cellOf(other));
    }),
    { numRuns: 50 },
  );
});

it('finds what comparing with each glyph finds, after any additions and removals', () => {
  const random = fc.record({
    owner: fc.nat({ max: 2 }),
    value: fc.integer({ min: 90, max: 105 }),
    leaves: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(random, { maxLength: 150 }),
      fc.integer({ min: 85, max: 110 }),
      (rows, value) => {
        const glyphs = new GlyphRows();
        const glyph = (of: number) => new Uint8Array(GLYPH_PIXELS).fill(of);
        rows.forEach((row, at) => {
          glyphs.set(at, glyph(row.value));
          glyphs.hang(at, row.owner);
        });
        rows.forEach(({ leaves }, at) => leaves && glyphs.unhang(at));
        const wanted = rows.flatMap((row, at) =>
          !row.leaves && row.owner === 1 && isSameGlyph(glyph(row.value), glyph(value)) ? [at] : [],
        );
        expect([...glyphs.like(glyph(value), 1)].sort((a, b) => a - b)).toEqual(wanted);
      },
    ),
    { numRuns: 50 },
  );
});
