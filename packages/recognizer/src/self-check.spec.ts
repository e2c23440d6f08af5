import { describe, expect, it } from '@jest/globals';
import { matchesSelfCheck, SELF_CHECK_GLYPHS, selfCheckGlyph, selfCheckOf } from './self-check.js';
import { selfCheckSchema } from './card/card.js';

const glyphs = Array.from({ length: 6 }, (_, seed) =>
  Uint8Array.from({ length: 784 }, (_, at) => (at * (seed + 7)) % 256),
);
const logits = Float32Array.from({ length: 18 }, (_, at) => at / 3 - 2);

describe('self-check', () => {
  it('keeps a few glyphs, byte for byte, with their logits', () => {
    const kept = selfCheckSchema.parse(selfCheckOf(glyphs, logits, 3));
    expect(kept).toHaveLength(SELF_CHECK_GLYPHS);
    kept.forEach((entry, index) => {
      const glyph = selfCheckGlyph(entry);
      expect(Uint8Array.from(glyph, (value) => Math.round(value * 255))).toEqual(glyphs[index]);
      expect(matchesSelfCheck(entry, logits.subarray(index * 3, index * 3 + 3))).toBe(true);
    });
  });

  it('forgives what processors differ by, and nothing else', () => {
    const entry = { logits: [12, -0.5, 0] };
    expect(matchesSelfCheck(entry, [12.001, -0.5001, 0.0001])).toBe(true);
    expect(matchesSelfCheck(entry, [12, -0.5, 0.1])).toBe(false);
    expect(matchesSelfCheck(entry, [12, -0.5, NaN])).toBe(false);
    expect(matchesSelfCheck(entry, [12, -0.5])).toBe(false);
  });

  it('refuses what is no glyph', () => {
    const logits = [0, 1];
    expect(selfCheckSchema.safeParse([{ glyph: 'a0'.repeat(784), logits }]).success).toBe(true);
    expect(selfCheckSchema.safeParse([{ glyph: 'a0'.repeat(783), logits }]).success).toBe(false);
    expect(selfCheckSchema.safeParse([{ glyph: 'zz'.repeat(784), logits }]).success).toBe(false);
  });
});
