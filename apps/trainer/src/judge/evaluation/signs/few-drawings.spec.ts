import { expect, it } from '@jest/globals';
import { createRandom } from '../../../random.js';
import { alphabetsOf, tellApart, type EmbeddedSigns } from './few-drawings.js';

/** Signs in directions of their own, drawn by people who stray from them so far. */
function simulate(signs: number, spread: number): EmbeddedSigns {
  const random = createRandom(1);
  const rows = Array.from({ length: signs }, (_, sign) => sign).flatMap((sign) =>
    Array.from({ length: 8 }, (_, drawer) => {
      const embedding = Float32Array.from(
        { length: signs },
        (_, at) => (at === sign ? 1 : 0) + random.between(-spread, spread),
      );
      const length = Math.hypot(...embedding);
      return {
        name: `Runes/${sign}`,
        drawer: `Runes/${drawer}`,
        embedding: embedding.map((value) => value / length),
      };
    }),
  );
  return {
    names: rows.map(({ name }) => name),
    drawers: rows.map(({ drawer }) => drawer),
    embeddings: rows.map(({ embedding }) => embedding),
  };
}

it('should ask 20 signs of everybody who did not teach', () => {
  const signs = simulate(24, 0.1);
  expect(alphabetsOf(signs)).toEqual(['Runes']);
  expect(tellApart(signs, 'Runes', 3, 1)).toEqual({ read: 20 * 5, right: 20 * 5 });
});

it('should tell more apart after more drawings, and by chance what has nothing in common', () => {
  const loose = simulate(24, 0.8);
  const share = (count: number) => {
    const told = [1, 2, 3, 4].map((seed) => tellApart(loose, 'Runes', count, seed)!);
    return told.reduce((sum, { right, read }) => sum + right / read / told.length, 0);
  };
  expect(share(5)).toBeGreaterThan(share(1) + 0.1);
  expect(share(1)).toBeGreaterThan(1 / 20);
});

it('should leave out alphabets of fewer signs', () => {
  expect(tellApart(simulate(19, 0.1), 'Runes', 1, 1)).toBeUndefined();
});
