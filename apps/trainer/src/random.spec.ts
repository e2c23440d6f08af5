import { describe, expect, it } from '@jest/globals';
import { createRandom, shuffle } from './random.js';

describe('createRandom', () => {
  it('gives the same numbers for the same seed and others for another', () => {
    const draw = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 20 }, () => random.next());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('is spread evenly over its range', () => {
    const random = createRandom(1);
    const counts = new Array<number>(10).fill(0);
    for (let draw = 0; draw < 100_000; draw++) counts[random.integer(10)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});

describe('shuffle', () => {
  it('keeps every value once and moves nearly all of them', () => {
    const values = Int32Array.from({ length: 1000 }, (_, index) => index);
    shuffle(values, createRandom(3));
    expect([...values].sort((a, b) => a - b)).toEqual([...Array(1000).keys()]);
    expect(values.filter((value, index) => value === index).length).toBeLessThan(10);
  });
});
