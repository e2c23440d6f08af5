import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { histogram, otsuThreshold, percentile } from './otsu.js';

/** Otsu's definition, computed the long way: the least variance within both classes. */
function leastVarianceWithin(bins: readonly number[]): number {
  const spread = (values: readonly number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  };
  const costs = Array.from({ length: 255 }, (_, level) => {
    const below = bins.filter((bin) => bin <= level);
    const over = bins.filter((bin) => bin > level);
    return below.length && over.length ? spread(below) + spread(over) : Infinity;
  });
  return Math.min(...costs);
}

describe('otsuThreshold', () => {
  it('parts the values as well as any level can', () => {
    const bins = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(bins, (values) => {
        fc.pre(new Set(values).size > 1);
        const level = otsuThreshold(histogram(Float32Array.from(values, (bin) => bin / 255))) * 255;
        const below = values.filter((bin) => bin <= level);
        const over = values.filter((bin) => bin > level);
        const spread = (part: number[]) => {
          const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
          return part.reduce((sum, value) => sum + (value - mean) ** 2, 0);
        };
        expect(spread(below) + spread(over)).toBeLessThanOrEqual(
          leastVarianceWithin(values) + 1e-6,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('lies midway between two pure tones', () => {
    expect(otsuThreshold(histogram(Float32Array.of(0.2, 0.2, 0.2, 1)))).toBeCloseTo(0.6, 2);
  });
});

describe('percentile', () => {
  it('is the level that a share of the values stays within', () => {
    const counts = histogram(Float32Array.of(0, 0.2, 0.4, 0.6, 0.8));
    expect(percentile(counts, 0.5)).toBeCloseTo(0.4, 2);
    expect(percentile(counts, 1)).toBeCloseTo(0.8, 2);
  });
});
