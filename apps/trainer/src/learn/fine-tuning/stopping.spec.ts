import { describe, expect, it } from '@jest/globals';
import { expectedErrors, isAsGood, scoreOf } from './stopping.js';

describe('expectedErrors', () => {
  it('gives the probability of a wrong answer, under the temperature', () => {
    const logits = Float32Array.from([2, 0, 0, 4]);
    const [right, wrong] = expectedErrors({ logits, classes: 2, labels: [0, 0] }, 2);
    expect(right).toBeCloseTo(1 / (1 + Math.E));
    expect(wrong).toBeCloseTo(1 / (1 + Math.exp(-2)));
  });

  it('has a limit, however sure the network is of something else', () => {
    const logits = Float32Array.from([-1000, 1000]);
    expect(expectedErrors({ logits, classes: 2, labels: [0] }, 1)).toEqual([1]);
  });
});

describe('isAsGood', () => {
  const best = { corrections: [0.1, 0.4, 0.2, 0.1], replay: [0.1, 0.1, 0.2] };
  const plus = (values: readonly number[], by: readonly number[]) =>
    values.map((value, at) => value + by[at]!);

  it('takes what is better, equal, or worse for a single sample only', () => {
    expect(isAsGood({ ...best, corrections: [0.1, 0.1, 0.2, 0.1] }, best)).toBe(true);
    expect(isAsGood(best, best)).toBe(true);
    const one = { ...best, corrections: plus(best.corrections, [0, 0.3, 0, -0.05]) };
    expect(scoreOf(one)).toBeGreaterThan(scoreOf(best));
    expect(isAsGood(one, best)).toBe(true);
  });

  it('refuses what is worse all over', () => {
    const worse = { ...best, corrections: plus(best.corrections, [0.1, 0.12, 0.1, 0.09]) };
    expect(isAsGood(worse, best)).toBe(false);
    const forgetful = { ...best, replay: plus(best.replay, [0.1, 0.12, 0.1]) };
    expect(isAsGood(forgetful, best)).toBe(false);
  });
});
