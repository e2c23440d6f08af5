import { expect, it } from '@jest/globals';
import { GLYPH_PIXELS } from '@inkling/ink';
import { isSameGlyph, SAME_GLYPH_TOLERANCE } from './same-glyph.js';

const glyph = () => Uint8Array.from({ length: GLYPH_PIXELS }, (_, at) => 20 + ((at * 7) % 200));

it('looks at every pixel, in both directions', () => {
  const seen = glyph();
  for (let at = 0; at < GLYPH_PIXELS; at++) {
    for (const sign of [1, -1]) {
      const other = glyph();
      other[at]! += sign * (SAME_GLYPH_TOLERANCE + 1);
      expect([at, isSameGlyph(seen, other)]).toEqual([at, false]);
    }
  }
});

it('lets all of them differ by a little', () => {
  const other = glyph().map((value, at) => value + (at % 2 ? 1 : -1) * SAME_GLYPH_TOLERANCE);
  expect(isSameGlyph(glyph(), other)).toBe(true);
  expect(isSameGlyph(glyph(), glyph())).toBe(true);
});
