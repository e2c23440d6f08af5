import { describe, expect, it } from '@jest/globals';
import { alignedWith } from './aligned-with.js';

const readOf = (wanted: string, read: string) =>
  alignedWith(wanted, read).characters.map((character) => character.read ?? '-');

describe('alignedWith', () => {
  it('counts changes and tells what stands for each character', () => {
    expect(alignedWith('1745', '1742').wrong).toBe(1);
    expect(readOf('1745', '1742')).toEqual(['1', '7', '4', '2']);
    expect(readOf('1745', '145')).toEqual(['1', '-', '4', '5']);
    expect(readOf('14', '1774')).toEqual(['1', '4']);
    expect(alignedWith('14', '1774').wrong).toBe(2);
    expect(readOf('ab', '')).toEqual(['-', '-']);
  });

  it('pays no heed to spaces in what was read', () => {
    expect(alignedWith('abc', 'a b c').wrong).toBe(0);
  });
});
