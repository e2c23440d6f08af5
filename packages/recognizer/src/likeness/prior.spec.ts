import { describe, expect, it } from '@jest/globals';
import { kindPrior, withKindPrior } from './prior.js';

const ring = [
  { label: '0', probability: 0.6 },
  { label: 'O', probability: 0.36 },
  { label: 'Q', probability: 0.04 },
];

describe('kindPrior', () => {
  it('rules nothing out', () => {
    expect(kindPrior(0, 0)).toEqual({ digits: 0.5, letters: 0.5, drawings: 0 });
    expect(kindPrior(18, 0)).toEqual({ digits: 0.95, letters: 0.05, drawings: 18 });
  });
});

describe('withKindPrior', () => {
  it('turns an open answer to what was drawn lately, and leaves the other shapes alone', () => {
    const [first, second, third] = withKindPrior(ring, kindPrior(1, 17))!;
    expect([first!.label, second!.label, third!.label]).toEqual(['O', '0', 'Q']);
    expect(first!.probability).toBeCloseTo((0.96 * 0.36 * 0.9) / (0.36 * 0.9 + 0.6 * 0.1));
    expect(first!.probability + second!.probability).toBeCloseTo(0.96);
    expect(third!.probability).toBe(0.04);
  });

  it('says nothing where nothing was drawn, or shape decides, or all are of one kind', () => {
    expect(withKindPrior(ring, kindPrior(0, 0))).toBeUndefined();
    const clear = [
      { label: '0', probability: 0.999 },
      { label: 'O', probability: 0.001 },
    ];
    expect(withKindPrior(clear, kindPrior(0, 9))).toBeUndefined();
    const letters = [
      { label: 'I', probability: 0.5 },
      { label: 'L', probability: 0.5 },
    ];
    expect(withKindPrior(letters, kindPrior(9, 0))).toBeUndefined();
  });
});
