import { describe, expect, it } from '@jest/globals';
import { subsetOf } from './subset.js';

describe('subsetOf', () => {
  const items = Array.from({ length: 100 }, (_, at) => at);

  it('draws as many as wanted, each once, in their order', () => {
    const drawn = subsetOf(items, 30, 1);
    expect(new Set(drawn).size).toBe(30);
    expect(drawn).toEqual([...drawn].sort((a, b) => a - b));
    expect(subsetOf(items, Infinity, 1)).toEqual(items);
    expect(subsetOf(items, 100, 1)).toEqual(items);
  });

  it('draws the same for a seed and others for another', () => {
    expect(subsetOf(items, 30, 1)).toEqual(subsetOf(items, 30, 1));
    expect(subsetOf(items, 30, 2)).not.toEqual(subsetOf(items, 30, 1));
  });
});
