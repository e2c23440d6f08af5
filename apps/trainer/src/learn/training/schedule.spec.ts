import { describe, expect, it } from '@jest/globals';
import { cosineLearningRate } from './schedule.js';

describe('cosineLearningRate', () => {
  const rate = (step: number) => cosineLearningRate(step, 1000, 0.002, 100);

  it('warms up, peaks, and ends at a hundredth', () => {
    expect(rate(0)).toBeCloseTo(0.00002, 8);
    expect(rate(99)).toBeCloseTo(0.002, 8);
    expect(rate(100)).toBeCloseTo(0.002, 8);
    expect(rate(550)).toBeCloseTo(0.00101, 8);
    expect(rate(1000)).toBeCloseTo(0.00002, 8);
  });

  it('never rises again after the peak, nor leaves its range beyond the last step', () => {
    for (let step = 100; step < 1200; step++) {
      expect(rate(step + 1)).toBeLessThanOrEqual(rate(step));
      expect(rate(step)).toBeGreaterThan(0);
    }
  });
});
