import { describe, expect, it } from '@jest/globals';
import { mcNemar } from './mcnemar.js';

describe('mcNemar', () => {
  it('is a throw of coins', () => {
    expect(mcNemar({ lost: 3, won: 0 }, 'worse')).toBeCloseTo(1 / 8, 12);
    expect(mcNemar({ lost: 3, won: 0 }, 'different')).toBeCloseTo(1 / 4, 12);
    expect(mcNemar({ lost: 0, won: 3 }, 'worse')).toBe(1);
    // R: binom.test(15, 20)$p.value
    expect(mcNemar({ lost: 15, won: 5 }, 'different')).toBeCloseTo(0.04138947, 7);
    expect(mcNemar({ lost: 5, won: 15 }, 'different')).toBeCloseTo(0.04138947, 7);
  });

  it('finds nothing where nothing differs', () => {
    expect(mcNemar({ lost: 0, won: 0 }, 'worse')).toBe(1);
    expect(mcNemar({ lost: 8, won: 8 }, 'different')).toBe(1);
  });

  it('holds for thousands of glyphs', () => {
    expect(mcNemar({ lost: 5000, won: 5000 }, 'worse')).toBeCloseTo(0.504, 2);
    expect(mcNemar({ lost: 3000, won: 10 }, 'worse')).toBeLessThan(1e-300);
  });
});
