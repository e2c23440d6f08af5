import { describe, expect, it } from '@jest/globals';
import { lookAlikeNames, withoutNames } from './foreign.js';

describe('lookAlikeNames', () => {
  it('names what is mostly read as the same character with confidence', () => {
    const names = ['ring', 'ring', 'ring', 'ring', 'hook', 'hook', 'hook', 'hook', 'dots', 'dots'];
    const answers = ['0', '0', '0', undefined, 'J', 'L', '1', 'J', undefined, undefined];
    expect(lookAlikeNames(names, answers)).toEqual(new Set(['ring']));
  });
});

describe('withoutNames', () => {
  it('keeps the glyphs of the others, in their order', () => {
    const glyphs = new Float32Array(3 * 784);
    [1, 2, 3].forEach((value, row) => glyphs.fill(value, row * 784, (row + 1) * 784));
    const kept = withoutNames({ names: ['a', 'b', 'a'], glyphs }, new Set(['b']));
    expect(kept.names).toEqual(['a', 'a']);
    expect([kept.glyphs[0], kept.glyphs[784]]).toEqual([1, 3]);
    expect(kept.glyphs).toHaveLength(2 * 784);
  });
});
