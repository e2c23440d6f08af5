import { expect, it } from '@jest/globals';
import { glyphFromStrokes } from '@inkling/ink';
import type { UnipenSample } from '../../data/unipen.js';
import { markedLetters } from './marked-letters.js';

const sample = (label: string, change: Partial<UnipenSample> = {}): UnipenSample => ({
  ...{ label, writer: 'abc/1.dat', hand: 'abc/1', group: 'abc', part: 'validation', cutInk: false },
  strokes: [
    [
      [10, 20],
      [10, 40],
      [20, 40],
    ],
  ],
  ...change,
});

it('should put marks on small letters alone, and keep what is below them', () => {
  const letters = Array.from({ length: 40 }, () => sample('l'));
  const marked = markedLetters([...letters, sample('L'), sample('3')], 1);
  expect(marked.length).toBeGreaterThan(10);
  expect(marked.length).toBeLessThan(40);
  const labels = new Set(marked.map(({ label }) => label));
  expect(labels).toEqual(new Set(['l\u0308', 'l\u0303', 'ľ', 'ĺ']));
  for (const { strokes } of marked) {
    expect(strokes[0]).toEqual(letters[0]!.strokes[0]);
    expect(strokes.length).toBeGreaterThan(1);
    expect(glyphFromStrokes(strokes).glyph.some((value) => value > 0)).toBe(true);
    const tops = strokes.slice(1).flatMap((stroke) => stroke.map(([, y]) => y));
    expect(Math.max(...tops)).toBeLessThan(20);
  }
});

it('should leave cut ink out, and be the same each time', () => {
  expect(markedLetters([sample('a', { cutInk: true })], 1)).toEqual([]);
  const some = Array.from({ length: 5 }, () => sample('a'));
  expect(markedLetters(some, 7)).toEqual(markedLetters(some, 7));
});
