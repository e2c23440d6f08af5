import { describe, expect, it } from '@jest/globals';
import { Turns } from './turns.js';

const between = (ms: number, from: number, to: number): void => {
  expect(ms).toBeGreaterThanOrEqual(from);
  expect(ms).toBeLessThanOrEqual(to);
};

describe('Turns', () => {
  it('come one after the other, as the address gets on', () => {
    const turns = new Turns(4);
    const waits = Array.from({ length: 40 }, () => turns.next(10_000, 5_000_000));
    between(waits[0]!, 6000, 10_000);
    between(waits[19]!, 37_500, 62_500);
    between(waits[39]!, 75_000, 125_000);
    // Half of them were had meanwhile.
    between(turns.next(10_000, 5_050_000), 39_375, 65_625);
  });

  it('are never more than five minutes away', () => {
    const turns = new Turns(4);
    for (let count = 0; count < 5000; count++) turns.next(10_000, 0);
    between(turns.next(10_000, 0), 180_000, 300_000);
    between(turns.next(5, 300_000), 6000, 10_000);
  });
});
