import { describe, expect, it } from '@jest/globals';
import { evenly, evenlySpread } from './evenly.js';

describe('evenlySpread', () => {
  it('takes rows from everywhere, or all', () => {
    expect(evenlySpread(10, 4)).toEqual([0, 2, 5, 7]);
    expect(evenlySpread(3, 4)).toEqual([0, 1, 2]);
    expect(new Set(evenlySpread(5004, 2000)).size).toBe(2000);
  });
});

it('takes values by their rows', () => {
  expect(evenly(['a', 'b', 'c', 'd', 'e'], 2)).toEqual(['a', 'c']);
  expect(evenly(['a', 'b'], 9)).toEqual(['a', 'b']);
});
