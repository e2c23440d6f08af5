import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { binOf, countsOf, histogram, otsuThreshold, percentile } from './otsu.js';

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

describe('counts', () => {
  const countedBy = <T>(values: Iterable<T>, binOfValue: (value: T) => number): number[] => {
    const counts = new Array<number>(256).fill(0);
    for (const value of values) counts[binOfValue(value)]!++;
    return counts;
  };

  it('of values have each in its bin, also those between two and outside', () => {
    const halves = Array.from({ length: 530 }, (_, at) => (at - 5) / 510);
    const values = Float32Array.from([...halves, -7, 9, 0.1, 0.1]);
    expect(Array.from(histogram(values))).toEqual(countedBy(values, binOf));
  });

  it('of tones have all of a large picture', () => {
    const tones = Uint8Array.from({ length: 200_003 }, (_, at) =>
      at % 1000 < 700 ? 240 : (at * at * 31) % 256,
    );
    expect(Array.from(countsOf(tones))).toEqual(countedBy(tones, (tone) => tone));
  });
});
