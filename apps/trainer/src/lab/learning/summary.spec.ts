import { describe, expect, it } from '@jest/globals';
import { cutOf, errorOf, overHands, type HandErrors } from './summary.js';

const part = (hand: string, cold: number, both: number): HandErrors => ({
  hand,
  count: 100,
  cold,
  memory: cold,
  fineTuned: cold,
  both,
});

describe('errorOf and cutOf', () => {
  const parts = [part('a', 10, 2), part('b', 30, 8)];

  it('weigh drawings, not hands', () => {
    expect(errorOf(parts, 'cold')).toBeCloseTo(0.2);
    expect(errorOf(parts, 'both')).toBeCloseTo(0.05);
    expect(cutOf(parts, 'both')).toBeCloseTo(0.75);
  });

  it('cut nothing where nothing was wrong, and less than nothing where it got worse', () => {
    expect(cutOf([part('a', 0, 0)], 'both')).toBe(0);
    expect(cutOf([part('a', 10, 15)], 'both')).toBeCloseTo(-0.5);
  });
});

describe('overHands', () => {
  it('has no width when all hands are alike', () => {
    const parts = ['a', 'b', 'c'].map((hand) => part(hand, 10, 4));
    const { value, low, high } = overHands(parts, (drawn) => cutOf(drawn, 'both'));
    expect([value, low, high]).toEqual([0.6, 0.6, 0.6]);
  });

  it('is wide when hands differ, and wider than drawings alone would make it', () => {
    const parts = [part('a', 10, 0), part('b', 10, 10), part('c', 10, 0), part('d', 10, 10)];
    const { value, low, high } = overHands(parts, (drawn) => cutOf(drawn, 'both'));
    expect(value).toBeCloseTo(0.5);
    expect(low).toBeLessThanOrEqual(0.1);
    expect(high).toBeGreaterThanOrEqual(0.9);
  });

  it('counts a hand of several installations as one', () => {
    const twice = ['a', 'b', 'a', 'b'].map((hand, at) => part(hand, 10, at % 2 === 0 ? 0 : 10));
    const { low, high } = overHands(twice, (drawn) => cutOf(drawn, 'both'));
    expect([low, high]).toEqual([0, 1]);
  });
});
