import { describe, expect, it } from '@jest/globals';
import { maskedLogProbabilities, softmax } from '../calibration.js';
import { asksPen, withPen } from './with-pen.js';

const EVEN = { glyph: 1, pen: 1 };

describe('withPen', () => {
  it('adds what both say, by their weights, under the temperature of the glyph network', () => {
    const logits = Float32Array.of(2, 1, 0);
    const pen = Float32Array.of(0, 3, -1);
    const temperature = 2;
    const both = withPen(logits, pen, temperature, { glyph: 0.5, pen: 0.25 });
    const expected = softmax([0, 1, 2].map((at) => (0.5 * logits[at]!) / 2 + 0.25 * pen[at]!));
    const given = maskedLogProbabilities(both, temperature, [0, 1, 2]);
    given.forEach((value, at) => expect(Math.exp(value)).toBeCloseTo(expected[at]!, 6));
  });

  it('does not change what it was given', () => {
    const logits = Float32Array.of(2, 1);
    withPen(logits, Float32Array.of(1, 2), 1, EVEN);
    expect([...logits]).toEqual([2, 1]);
  });

  it('takes of the pen network what the glyph network has a class for', () => {
    const both = withPen(Float32Array.of(1, 1), Float32Array.of(0, 2, 50), 1, EVEN);
    expect([...both]).toEqual([-1, 1]);
  });

  it('leaves a class of a symbol beside the best of the others', () => {
    const logits = Float32Array.of(3, 0, 2);
    const both = withPen(logits, Float32Array.of(5, 1), 1, EVEN);
    expect([...both]).toEqual([3, -4, 2]);
  });
});

describe('asksPen', () => {
  const strokes = (count: number) => Array.from({ length: count }, () => [[0, 0] as const]);

  it('asks where the glyph network is less sure, by its calibrated probability', () => {
    const logits = Float32Array.of(4, 0);
    const [high] = softmax([4, 0]);
    expect(asksPen(strokes(2), logits, 1, { askedBelow: high! + 1e-6 })).toBe(true);
    expect(asksPen(strokes(2), logits, 1, { askedBelow: high! - 1e-6 })).toBe(false);
    expect(asksPen(strokes(2), logits, 4, { askedBelow: high! - 1e-6 })).toBe(true);
  });

  it('does not of the pieces of a pen that lost contact', () => {
    const logits = Float32Array.of(1, 1);
    const asks = (count: number) => asksPen(strokes(count), logits, 1, { askedBelow: 0.9 });
    expect([1, 4, 5].map(asks)).toEqual([true, true, false]);
    expect(asksPen([...strokes(4), [], []], logits, 1, { askedBelow: 0.9 })).toBe(true);
  });
});
