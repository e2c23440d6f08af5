import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { holm } from './holm.js';

describe('holm', () => {
  it('multiplies each by how many are not smaller', () => {
    // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((p, at) => expect(adjusted[at]).toBeCloseTo(p, 12));
  });

  it('keeps the order, and lies between the p-values and Bonferroni', () => {
    const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });
    fc.assert(
      fc.property(pValues, (given) => {
        const adjusted = holm(given);
        given.forEach((p, at) => {
          expect(adjusted[at]).toBeGreaterThanOrEqual(p);
          expect(adjusted[at]).toBeLessThanOrEqual(Math.min(1, p * given.length));
          given.forEach((other, to) => {
            if (p < other) expect(adjusted[at]).toBeLessThanOrEqual(adjusted[to]!);
          });
        });
      }),
    );
  });
});
