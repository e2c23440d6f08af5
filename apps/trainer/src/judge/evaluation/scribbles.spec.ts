import { describe, expect, it } from '@jest/globals';
import { scribbleGlyphs } from './scribbles.js';

describe('scribbleGlyphs', () => {
  const glyphs = scribbleGlyphs(120, 1);

  it('draws ink in 0..1 for each', () => {
    expect(glyphs).toHaveLength(120 * 784);
    for (let start = 0; start < glyphs.length; start += 784) {
      const glyph = glyphs.subarray(start, start + 784);
      expect(glyph.every((ink) => ink >= 0 && ink <= 1)).toBe(true);
      expect(glyph.reduce((sum, ink) => sum + ink, 0)).toBeGreaterThan(20);
    }
  });

  it('draws the same for the same seed, another for another, and no two alike', () => {
    expect(scribbleGlyphs(120, 1)).toEqual(glyphs);
    expect(scribbleGlyphs(120, 2)).not.toEqual(glyphs);
    const keys = Array.from({ length: 120 }, (_, at) =>
      glyphs.slice(at * 784, (at + 1) * 784).join(),
    );
    expect(new Set(keys).size).toBe(120);
  });
});
