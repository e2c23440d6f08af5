import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nearest, normaliseRows } from './nearest.js';

const SIZE = 7;
const rowsOf = (count: number) =>
  fc
    .array(fc.double({ min: -10, max: 10, noNaN: true }), {
      minLength: count * SIZE,
      maxLength: count * SIZE,
    })
    .map((values) => Float32Array.from(values));

describe('normaliseRows', () => {
  it('gives rows of length 1, in a new array', () => {
    const rows = Float32Array.of(3, 4, 0, -2);
    expect([...normaliseRows(rows, 2)].map((v) => Number(v.toFixed(6)))).toEqual([0.6, 0.8, 0, -1]);
    expect([...rows]).toEqual([3, 4, 0, -2]);
  });

  it('leaves a row of zeros', () => {
    expect([...normaliseRows(Float32Array.of(0, 0, 0, 5), 2)]).toEqual([0, 0, 0, 1]);
  });

  it('refuses values that are not finite, and rows that do not fit', () => {
    expect(() => normaliseRows(Float32Array.of(1, 2, NaN, 0), 2)).toThrow('Row 1');
    expect(() => normaliseRows(Float32Array.of(Infinity, 0), 2)).toThrow('not finite');
    expect(() => normaliseRows(Float32Array.of(1, 2, 3), 2)).toThrow('no rows of 2');
  });
});

describe('nearest', () => {
  it('finds what sorting all similarities finds', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 40 }).chain((count) => rowsOf(count + 1)),
        fc.nat({ max: 12 }),
        (values, k) => {
          const rows = normaliseRows(values, SIZE);
          const query = rows.slice(0, SIZE);
          const count = rows.length / SIZE - 1;
          const embeddings = rows.slice(SIZE);
          const expected = Array.from({ length: count }, (_, index) => ({
            index,
            similarity: query.reduce((sum, v, at) => sum + v * embeddings[index * SIZE + at]!, 0),
          })).sort((a, b) => b.similarity - a.similarity);
          const found = nearest(query, embeddings, count, SIZE, k);
          expect(found).toHaveLength(Math.min(k, count));
          found.forEach(({ index, similarity }, place) => {
            expect(similarity).toBeCloseTo(expected[place]!.similarity, 5);
            const own = expected.find((other) => other.index === index)!;
            expect(similarity).toBeCloseTo(own.similarity, 5);
          });
          expect(new Set(found.map(({ index }) => index)).size).toBe(found.length);
        },
      ),
    );
  });

  it('finds the very row first, at similarity 1', () => {
    const rows = normaliseRows(Float32Array.of(1, 0, 0, 1, 1, 1), 2);
    const [first, second] = nearest(rows.slice(4, 6), rows, 3, 2, 2);
    expect(first!.index).toBe(2);
    expect(first!.similarity).toBeCloseTo(1, 6);
    expect(first!.similarity).toBeLessThanOrEqual(1);
    // Both others are equally far; the one that stands first counts.
    expect(second!.index).toBe(0);
  });

  it('looks at no more than count rows', () => {
    const rows = Float32Array.of(0, 1, 1, 0);
    expect(nearest(Float32Array.of(1, 0), rows, 1, 2, 5)).toEqual([{ index: 0, similarity: 0 }]);
    expect(nearest(Float32Array.of(1, 0), rows, 0, 2, 5)).toEqual([]);
  });

  it('refuses sizes that do not fit', () => {
    expect(() => nearest(new Float32Array(3), new Float32Array(4), 2, 2, 1)).toThrow(RangeError);
    expect(() => nearest(new Float32Array(2), new Float32Array(3), 2, 2, 1)).toThrow(RangeError);
  });
});
