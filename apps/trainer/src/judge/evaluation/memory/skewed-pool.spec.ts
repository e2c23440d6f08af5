import { describe, expect, it } from '@jest/globals';
import { skewedPool } from './skewed-pool.js';

/** 200 glyphs of each of four classes; the first pixel says which glyph it is. */
const set = {
  count: 800,
  glyphs: new Float32Array(800 * 784),
  labels: Uint8Array.from({ length: 800 }, (_, index) => index % 4),
};
for (let index = 0; index < 800; index++) set.glyphs[index * 784] = index;

describe('skewedPool', () => {
  const pool = skewedPool(set, 200, 1);
  const counts = [0, 1, 2, 3].map((label) => pool.labels.filter((other) => other === label).length);

  it('holds classes as frequent as 1, 1/2, 1/3, 1/4', () => {
    expect([...counts].sort((a, b) => b - a)).toEqual([96, 48, 32, 24]);
    expect(pool.count).toBe(200);
  });

  it('draws another order of classes for another seed, and the same for the same', () => {
    expect(skewedPool(set, 200, 1)).toEqual(pool);
    const mostFrequent = new Set(
      [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
        const labels = [...skewedPool(set, 200, seed).labels];
        return [0, 1, 2, 3].find((label) => labels.filter((l) => l === label).length === 96);
      }),
    );
    expect(mostFrequent.size).toBeGreaterThan(1);
  });

  it('keeps each glyph with its label, and takes none twice', () => {
    const taken = Array.from({ length: pool.count }, (_, at) => pool.glyphs[at * 784]!);
    expect(new Set(taken).size).toBe(pool.count);
    taken.forEach((index, at) => expect(index % 4).toBe(pool.labels[at]));
  });

  it('takes no more of a class than there are', () => {
    expect(skewedPool(set, 10_000, 1).count).toBe(800);
  });
});
