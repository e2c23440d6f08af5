import { describe, expect, it } from '@jest/globals';
import { chooseLimits, judged, measureLimits, type JudgedSet } from './limits.js';

/** A thousand drawings whose likeness to a digit, a letter and several goes evenly from `from` to `to`. */
const evenly = (
  name: string,
  is: JudgedSet['is'],
  from: readonly number[],
  to: readonly number[],
): JudgedSet => ({
  name,
  is,
  likenesses: Array.from({ length: 1000 }, (_, at) => {
    const [digit, letter, several] = from.map((low, kind) => low + (at / 1000) * (to[kind]! - low));
    return { digit: digit!, letter: letter!, several: several! };
  }),
});

const sets = [
  evenly('digits', 'digit', [0, 0, 0], [1, 0, 0.5]),
  evenly('letters', 'letter', [0, 0.5, 0], [0, 1, 0.2]),
  evenly('doodles', 'none', [0, 0, 0], [0.01, 1, 0]),
];

describe('chooseLimits', () => {
  it('costs no kind of character more than six in a thousand', () => {
    const limits = chooseLimits(sets);
    expect(limits.unlikeBelow.digits).toBeCloseTo(0.006, 3);
    expect(limits.unlikeBelow.letters).toBeCloseTo(0.503, 3);
    expect(limits.unlikeBelow.characters).toBeCloseTo(0.006, 3);
    expect(limits.severalFrom).toBeCloseTo(0.497, 3);
    for (const { set, unlike, several } of measureLimits(sets, limits)) {
      if (set === 'doodles') continue;
      expect(unlike).toBeLessThanOrEqual(0.007);
      expect(several).toBeLessThanOrEqual(0.007);
    }
  });
});

describe('measureLimits', () => {
  it('tells of characters in their tasks, and of what is none in all', () => {
    const figures = measureLimits(sets, chooseLimits(sets));
    expect(figures.map(({ set, task }) => `${set}: ${task}`)).toEqual([
      'digits: digits',
      'digits: characters',
      'letters: letters',
      'letters: characters',
      'doodles: digits',
      'doodles: letters',
      'doodles: characters',
    ]);
    const ofLetters = figures.find(({ set, task }) => set === 'doodles' && task === 'letters')!;
    expect(ofLetters.unlike).toBeCloseTo(0.503, 2);
  });
});

describe('judged', () => {
  it('reads three logits a drawing', () => {
    const logits = Float32Array.of(9, -9, -9, -9, 9, -9);
    const set = { name: 'two', is: 'digit' as const, count: 2, glyphs: new Float32Array() };
    const [first, second] = judged(set, logits).likenesses;
    expect([first!.digit, first!.letter].map(Math.round)).toEqual([1, 0]);
    expect([second!.digit, second!.letter].map(Math.round)).toEqual([0, 1]);
  });
});
