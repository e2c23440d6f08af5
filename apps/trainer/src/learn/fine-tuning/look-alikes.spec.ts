import { describe, expect, it } from '@jest/globals';
import { GLYPH_PIXELS } from '@inkling/ink';
import { groupsOfEqualGlyphs, keepGroups, LEAST_TO_KEEP_SOME } from './look-alikes.js';
import { drawnDigits } from './testing/fixtures.js';

describe('keepGroups', () => {
  // 200 drawings in groups of one to four.
  const groups = Int32Array.from({ length: 200 }, (_, row) => Math.floor(row / (1 + (row % 4))));

  it('keeps about the share that is wanted, and never a group on both sides', () => {
    for (const seed of [1, 2, 3]) {
      const { train, kept } = keepGroups(groups, 0.2, seed);
      expect(kept.length).toBeGreaterThan(30);
      expect(kept.length).toBeLessThanOrEqual(40);
      expect([...train, ...kept].sort((a, b) => a - b)).toEqual([...groups.keys()]);
      const trained = new Set([...train].map((row) => groups[row]));
      expect([...kept].filter((row) => trained.has(groups[row]))).toEqual([]);
    }
  });

  it('keeps the same for the same seed', () => {
    expect(keepGroups(groups, 0.2, 5)).toEqual(keepGroups(groups, 0.2, 5));
    expect(keepGroups(groups, 0.2, 5).kept).not.toEqual(keepGroups(groups, 0.2, 6).kept);
  });

  it('keeps none of a few, nor a group that is larger than the share', () => {
    const few = Int32Array.from({ length: LEAST_TO_KEEP_SOME - 1 }, (_, row) => row);
    expect(keepGroups(few, 0.2, 1).kept).toHaveLength(0);
    expect(keepGroups(new Int32Array(250), 0.2, 1).train).toHaveLength(250);
  });
});

describe('groupsOfEqualGlyphs', () => {
  it('puts equal glyphs together and others apart', () => {
    const { glyphs } = drawnDigits();
    const twice = new Float32Array(4 * GLYPH_PIXELS);
    [0, 1, 0, 2].forEach((row, to) =>
      twice.set(glyphs.subarray(row * GLYPH_PIXELS, (row + 1) * GLYPH_PIXELS), to * GLYPH_PIXELS),
    );
    const groups = groupsOfEqualGlyphs({ count: 4, glyphs: twice, labels: new Uint8Array(4) });
    expect([...groups]).toEqual([0, 1, 0, 2]);
  });
});
