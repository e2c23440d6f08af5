import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskedLogProbabilities, softmax } from '../calibration.js';
import { blend, type MemoryMatch } from './blend.js';

const CLASSES = 6;
const parameters = fc.record({
  alphaOwn: fc.double({ min: 0, max: 100, noNaN: true }),
  alphaShared: fc.double({ min: 0, max: 100, noNaN: true }),
  beta: fc.double({ min: 0, max: 1000, noNaN: true }),
  nearest: fc.constant(50),
  classCap: fc.double({ min: 0.1, max: 10, noNaN: true }),
});
const match: fc.Arbitrary<MemoryMatch> = fc.record({
  classIndex: fc.nat({ max: CLASSES - 1 }),
  similarity: fc.double({ min: -1, max: 1, noNaN: true }),
  own: fc.boolean(),
});
const matches = fc.array(match, { maxLength: 60 });
const logits = fc.array(fc.double({ min: -30, max: 30, noNaN: true }), {
  minLength: CLASSES,
  maxLength: CLASSES,
});
const plain = { alphaOwn: 8, alphaShared: 2, beta: 20, nearest: 50, classCap: 1.5 };
const own = (classIndex: number, similarity: number) => ({ classIndex, similarity, own: true });
const shared = (classIndex: number, similarity: number) => ({ classIndex, similarity, own: false });

describe('blend', () => {
  it('changes nothing without matches', () => {
    const scores = Float64Array.of(-1, -2, -Infinity);
    expect(blend(scores, [], plain)).toEqual(scores);
  });

  it('adds alpha times exp(-beta (1 - similarity)), own and shared weighed apart', () => {
    const scores = blend(
      [0, 0, 0],
      [own(0, 0.9), shared(1, 0.9), own(2, 0.9), shared(2, 1)],
      plain,
    );
    const near = Math.exp(-20 * 0.1);
    expect(scores[0]).toBeCloseTo(8 * near, 12);
    expect(scores[1]).toBeCloseTo(2 * near, 12);
    expect(scores[2]).toBeCloseTo(8 * near + 2, 12);
  });

  it('goes by a sharpness of its own for shared samples where there is one', () => {
    const scores = blend([0, 0], [own(0, 0.9), shared(1, 0.9)], { ...plain, betaShared: 5 });
    expect(scores[0]).toBeCloseTo(8 * Math.exp(-20 * 0.1), 12);
    expect(scores[1]).toBeCloseTo(2 * Math.exp(-5 * 0.1), 12);
  });

  it('never lets a masked class answer', () => {
    fc.assert(
      fc.property(logits, matches, parameters, (values, near, chosen) => {
        const probabilities = softmax(
          blend(maskedLogProbabilities(values, 1, [1, 3]), near, chosen),
        );
        for (const masked of [0, 2, 4, 5]) expect(probabilities[masked]).toBe(0);
        expect(probabilities[1]! + probabilities[3]!).toBeCloseTo(1, 9);
      }),
    );
  });

  it('adds at most alpha times the cap to a class, however many samples it has', () => {
    fc.assert(
      fc.property(logits, matches, parameters, (values, near, chosen) => {
        const scores = blend(values, near, chosen);
        const most = (chosen.alphaOwn + chosen.alphaShared) * chosen.classCap;
        scores.forEach((score, index) => {
          expect(score - values[index]!).toBeLessThanOrEqual(most + 1e-9 * (1 + most));
          expect(score).toBeGreaterThanOrEqual(values[index]!);
        });
      }),
    );
  });

  it('caps own and shared samples each for themselves', () => {
    const many = [...Array<number>(40).keys()].flatMap(() => [own(0, 1), shared(1, 1)]);
    expect([...blend([0, 0], many, plain)]).toEqual([12, 3]);
  });

  it('does not depend on the order of the matches', () => {
    fc.assert(
      fc.property(logits, matches, parameters, (values, near, chosen) => {
        const forth = blend(values, near, chosen);
        const back = blend(values, [...near].reverse(), chosen);
        forth.forEach((score, index) => expect(back[index]! - score).toBeCloseTo(0, 6));
      }),
    );
  });
});
