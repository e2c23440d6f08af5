import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lossBound } from './loss-bound.js';
import { forEachOutcome, pairedCounts } from './paired-counts.js';

/** A reproducible stream of uniform numbers (Park and Miller). */
function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** The bootstrap as it is usually done: draw glyphs with replacement, again and again. */
function bootstrapBySampling(count: number, lost: number, won: number, resamples: number): number {
  const random = uniform(7);
  const losses = Array.from({ length: resamples }, () => {
    let loss = 0;
    for (let draw = 0; draw < count; draw++) {
      const glyph = random() * count;
      if (glyph < lost) loss++;
      else if (glyph < lost + won) loss--;
    }
    return loss / count;
  }).sort((a, b) => a - b);
  return losses[Math.ceil(0.95 * resamples) - 1]!;
}

describe('pairedCounts', () => {
  it('counts what only one of the two reads right', () => {
    expect(pairedCounts([1, 1, 0, 0, 1], [true, false, true, false, false])).toEqual({
      count: 5,
      lost: 2,
      won: 1,
    });
    expect(() => pairedCounts([1], [])).toThrow('paired');
  });
});

describe('forEachOutcome', () => {
  it.each([
    [5000, 0.002, 0.004],
    [300, 0.5, 0.5],
    [40, 0, 0.9],
    [7, 0, 0],
  ])('goes through all outcomes of %d glyphs', (count, lostShare, wonShare) => {
    let [sum, meanLost, meanWon] = [0, 0, 0];
    forEachOutcome(count, lostShare, wonShare, (lost, won, probability) => {
      sum += probability;
      meanLost += probability * lost;
      meanWon += probability * won;
    });
    expect(sum).toBeCloseTo(1, 9);
    expect(meanLost).toBeCloseTo(count * lostShare, 6);
    expect(meanWon).toBeCloseTo(count * wonShare, 6);
  });
});

describe('lossBound', () => {
  it.each([
    [1000, 20, 12],
    [1000, 6, 40],
    [400, 150, 100],
  ])('is what resampling gives: %d glyphs, %d lost, %d won', (count, lost, won) => {
    const sampled = bootstrapBySampling(count, lost, won, 1000);
    const deviation = Math.sqrt(lost + won) / count;
    expect(Math.abs(lossBound({ count, lost, won }) - sampled)).toBeLessThan(deviation / 5);
  });

  it('rises with what is lost and falls with what is won', () => {
    const counts = fc.record({
      count: fc.constant(500),
      lost: fc.nat({ max: 60 }),
      won: fc.nat({ max: 60 }),
    });
    fc.assert(
      fc.property(counts, (paired) => {
        const bound = lossBound(paired);
        expect(bound).toBeGreaterThan((paired.lost - paired.won) / paired.count);
        expect(lossBound({ ...paired, lost: paired.lost + 1 })).toBeGreaterThan(bound);
        expect(lossBound({ ...paired, won: paired.won + 1 })).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 15 },
    );
  });

  it('takes more than a handful of glyphs for a proof', () => {
    expect(lossBound({ count: 100, lost: 0, won: 0 })).toBeCloseTo(0.03, 3);
    expect(lossBound({ count: 10_000, lost: 0, won: 0 })).toBeCloseTo(0.0003, 5);
    expect(lossBound({ count: 1, lost: 0, won: 0 })).toBe(1);
  });

  it('lies above the true loss in about 95 of 100 gate sets', () => {
    const [count, lostShare, wonShare] = [2000, 0.01, 0.005];
    let covered = 0;
    forEachOutcome(count, lostShare, wonShare, (lost, won, probability) => {
      // The unlikely rest costs time and changes nothing in the third decimal.
      if (probability < 1e-5) return;
      if (lossBound({ count, lost, won }) >= lostShare - wonShare) covered += probability;
    });
    expect(covered).toBeGreaterThan(0.94);
    expect(covered).toBeLessThan(0.97);
  });

  it('refuses what cannot be', () => {
    expect(() => lossBound({ count: 0, lost: 0, won: 0 })).toThrow(RangeError);
    expect(() => lossBound({ count: 5, lost: 3, won: 3 })).toThrow(RangeError);
  });
});
