import { describe, expect, it } from '@jest/globals';
import { MOST_ATTEMPTS, retryDelayMs } from './retry-delay.js';

const HOUR_MS = 3_600_000;

describe('retryDelayMs', () => {
  it('is three times as long after each attempt, give or take a fifth', () => {
    expect([1, 2, 3].map((attempts) => retryDelayMs(attempts, 10_000, 0.5))).toEqual([
      10_000, 30_000, 90_000,
    ]);
    expect(retryDelayMs(1, 10_000, 0)).toBe(8000);
    expect(retryDelayMs(1, 10_000, 1)).toBe(12_000);
  });

  it('spreads all attempts over about a day', () => {
    const pauses = Array.from({ length: MOST_ATTEMPTS - 1 }, (_, at) =>
      retryDelayMs(at + 1, 10_000, 0.5),
    );
    const hours = pauses.reduce((sum, ms) => sum + ms, 0) / HOUR_MS;
    expect(hours).toBeGreaterThan(24);
    expect(hours).toBeLessThan(30);
  });
});
