import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../random.js';
import { errorRateBound } from './error-rate-bound.js';

const lengths = Array.from({ length: 400 }, () => 5);
const none: readonly number[] = lengths.map(() => 0);

describe('errorRateBound', () => {
  it('proves no more than so many lines can', () => {
    expect(errorRateBound({ lengths, former: none, challenger: none })).toBeCloseTo(3 / 2000, 4);
  });

  it('lies above the rise that is seen, and nearer the more lines there are', () => {
    const random = createRandom(5);
    const challenger = lengths.map((): number => (random.next() < 0.1 ? 1 : 0));
    const rise = challenger.reduce((sum, wrong) => sum + wrong, 0) / 2000;
    const bound = errorRateBound({ lengths, former: none, challenger });
    expect(bound).toBeGreaterThan(rise);
    expect(bound).toBeLessThan(rise + 0.01);
    const few = { lengths: lengths.slice(0, 40), former: none.slice(0, 40) };
    const [first, rest] = [challenger.slice(0, 40), rise];
    expect(errorRateBound({ ...few, challenger: first }) - rest).toBeGreaterThan(bound - rise);
  });

  it('is below 0 for a network that is surely better', () => {
    const former = lengths.map((_, at) => (at % 2 === 0 ? 1 : 0));
    expect(errorRateBound({ lengths, former, challenger: none })).toBeLessThan(0);
  });

  it('pairs lines: what both get wrong says nothing', () => {
    const hard = lengths.map((_, at) => (at % 3 === 0 ? 3 : 0));
    expect(errorRateBound({ lengths, former: hard, challenger: hard })).toBeCloseTo(3 / 2000, 4);
  });
});
