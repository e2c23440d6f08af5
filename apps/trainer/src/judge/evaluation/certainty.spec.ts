import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { highestUnlikeProbability, lowestSureProbability, shareBelow } from './certainty.js';

const answer = fc.record({
  probability: fc.integer({ min: 0, max: 20 }).map((step) => step / 20),
  right: fc.boolean(),
});

describe('lowestSureProbability', () => {
  it('is the lowest limit above which enough answers are right', () => {
    const answers = [
      { probability: 0.9, right: true },
      { probability: 0.8, right: true },
      { probability: 0.7, right: false },
      { probability: 0.6, right: true },
      { probability: 0.5, right: false },
    ];
    expect(lowestSureProbability(answers, 1)).toBe(0.8);
    expect(lowestSureProbability(answers, 0.75)).toBe(0.6);
    expect(lowestSureProbability(answers, 0.5)).toBe(0.5);
  });

  it('keeps its promise, and no lower limit does', () => {
    fc.assert(
      fc.property(
        fc.array(answer),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        (answers, share) => {
          const limit = lowestSureProbability(answers, share);
          const rightFrom = (lowest: number) => {
            const sure = answers.filter(({ probability }) => probability >= lowest);
            return sure.filter(({ right }) => right).length / sure.length;
          };
          if (limit < 1) expect(rightFrom(limit)).toBeGreaterThanOrEqual(share);
          for (const { probability } of answers) {
            if (probability < limit) expect(rightFrom(probability)).toBeLessThan(share);
          }
        },
      ),
    );
  });

  it('is 1 when nothing can be sure', () => {
    expect(lowestSureProbability([{ probability: 0.9, right: false }])).toBe(1);
    expect(lowestSureProbability([])).toBe(1);
  });
});

describe('highestUnlikeProbability', () => {
  it('lets no more than the share of real characters fall under it', () => {
    const probabilities = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(probabilities, fc.double({ min: 0, max: 0.5, noNaN: true }), (real, share) => {
        const limit = highestUnlikeProbability(real, share);
        expect(shareBelow(real, limit)).toBeLessThanOrEqual(share);
      }),
    );
  });

  it('is as high as that allows', () => {
    const real = Array.from({ length: 1000 }, (_, at) => at / 1000);
    expect(highestUnlikeProbability(real, 0.005)).toBe(0.005);
    expect(highestUnlikeProbability([], 0.005)).toBe(0);
  });
});
