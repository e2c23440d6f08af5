import { describe, expect, it } from '@jest/globals';
import { softmax } from '@inkling/recognizer';
import { createRandom, nearNormal } from '../../../random.js';
import { fitPenWeights, type ReadByBoth } from './fit-pen-weights.js';

/** Drawings whose right label follows by chance from both networks' logits with these weights. */
function drawn(count: number, weights: { glyph: number; pen: number }): ReadByBoth {
  const classes = 5;
  const random = createRandom(3);
  const values = () => Float32Array.from({ length: count * classes }, () => 2 * nearNormal(random));
  const [glyph, pen] = [values(), values()];
  const labels = Array.from({ length: count }, (_, row) => {
    const scores = Array.from({ length: classes }, (_, at) => {
      const of = row * classes + at;
      return weights.glyph * glyph[of]! + weights.pen * pen[of]!;
    });
    let share = random.next();
    return Math.max(
      0,
      softmax(scores).findIndex((probability) => (share -= probability) < 0),
    );
  });
  return { glyph, pen, classes, labels };
}

describe('fitPenWeights', () => {
  it.each([
    [1, 0.5],
    [0.6, 1.4],
    [1.2, 0.1],
  ])('finds what made the labels: %d and %d', (glyph, pen) => {
    const fitted = fitPenWeights(drawn(4000, { glyph, pen }));
    expect(fitted.glyph).toBeCloseTo(glyph, 0);
    expect(Math.abs(fitted.glyph - glyph)).toBeLessThan(0.08);
    expect(Math.abs(fitted.pen - pen)).toBeLessThan(0.08);
  });

  it('comes to an end where both say the same', () => {
    const { glyph, ...rest } = drawn(500, { glyph: 1, pen: 0 });
    const { glyph: first, pen } = fitPenWeights({ ...rest, glyph, pen: glyph });
    expect(first + pen).toBeGreaterThan(0.7);
    expect(first + pen).toBeLessThan(1.3);
  });

  it('refuses to choose by nothing', () => {
    const nothing = { glyph: new Float32Array(), pen: new Float32Array(), classes: 2, labels: [] };
    expect(() => fitPenWeights(nothing)).toThrow('There are no drawings.');
  });
});
