import { describe, expect, it } from '@jest/globals';
import { chooseLimits, measureLimits, type ReadSet } from './limits.js';

/** Drawings whose logits for a digit, a letter and several go evenly from `from` to `to`. */
const evenly = (
  name: string,
  is: ReadSet['is'],
  from: readonly number[],
  to: readonly number[],
  count = 1000,
): ReadSet => ({
  name,
  is,
  count,
  logits: Float32Array.from(
    Array.from({ length: count }, (_, at) =>
      from.map((low, kind) => low + (at / count) * (to[kind]! - low)),
    ).flat(),
  ),
});

const sets = [
  evenly('digits', 'digit', [0, -9, -9], [10, -9, 1]),
  evenly('few digits', 'digit', [5, -9, -9], [15, -9, -9], 100),
  evenly('letters', 'letter', [-9, 3, -9], [-9, 13, -9]),
  evenly('doodles', 'none', [-20, -7, -9], [-10, 13, -9]),
  evenly('none of these', 'several', [0, 0, 0], [0, 0, 0], 0),
];

describe('chooseLimits', () => {
  it('costs six in a thousand of the characters that it is about, rows half as many, each set counting as much', () => {
    const limits = chooseLimits(sets);
    // Of the larger set 12 in a thousand lie below, of the other none.
    expect(limits.digit).toBeCloseTo(0.12, 1);
    expect(limits.letter).toBeCloseTo(3.06, 1);
    expect(limits.several).toBeCloseTo(0.91, 1);
  });

  it('needs something to choose on', () => {
    expect(() => chooseLimits([sets[0]!])).toThrow('nothing to choose limits on');
  });
});

describe('measureLimits', () => {
  it('tells of characters in their tasks, and of what is none in all', () => {
    const figures = measureLimits(sets, chooseLimits(sets));
    expect(figures.map(({ set, task }) => `${set}: ${task}`)).toEqual([
      'digits: digits',
      'digits: characters',
      'few digits: digits',
      'few digits: characters',
      'letters: letters',
      'letters: characters',
      'doodles: digits',
      'doodles: letters',
      'doodles: characters',
    ]);
    const [digits] = figures;
    expect(digits!.unlike).toBeCloseTo(0.012, 2);
    expect(digits!.several).toBeLessThan(0.03);
    const of = (task: string) =>
      figures.find((figure) => figure.set === 'doodles' && figure.task === task)!.unlike;
    expect([of('digits'), of('letters'), of('characters')].map((one) => one.toFixed(2))).toEqual([
      '1.00',
      '0.50',
      '0.50',
    ]);
  });
});
