import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EmbeddingTable } from './embedding-table.js';

const SIZE = 3;

const vector = fc
  .tuple(
    fc.integer({ min: -9, max: 9 }),
    fc.integer({ min: -9, max: 9 }),
    fc.integer({ min: 1, max: 9 }),
  )
  .map((numbers) => {
    const length = Math.hypot(...numbers);
    return Float32Array.from(numbers, (number) => number / length);
  });

const step = fc.oneof(
  fc.record({ id: fc.nat(12), remove: fc.constant(true as const) }),
  fc.record({ id: fc.nat(12), vector, classIndex: fc.nat(3), remove: fc.constant(false as const) }),
);

describe('EmbeddingTable', () => {
  it('finds what a plain list finds, after any additions, changes and removals', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        vector,
        fc.integer({ min: 1, max: 6 }),
        (steps, query, limit) => {
          const table = new EmbeddingTable<{ id: string }>(SIZE);
          const list = new Map<string, { vector: Float32Array; classIndex: number }>();
          for (const next of steps) {
            const id = String(next.id);
            if (next.remove) {
              table.delete(id);
              list.delete(id);
            } else {
              table.set({ id }, next.vector, next.classIndex);
              list.set(id, next);
            }
          }
          const allowed = [true, true, false, true];
          const isEven = (id: string) => Number(id) % 2 === 0;
          const found = table.nearest(query, limit, allowed, ({ id }) => isEven(id));
          const expected = [...list]
            .filter(([id, { classIndex }]) => isEven(id) && allowed[classIndex])
            .map(([, { vector: row }]) =>
              row.reduce((sum, value, at) => sum + value * query[at]!, 0),
            )
            .sort((a, b) => b - a)
            .slice(0, limit);
          expect(table.count).toBe(list.size);
          expect(found.map(({ similarity }) => similarity)).toHaveLength(expected.length);
          found.forEach(({ similarity, item, classIndex }, at) => {
            expect(similarity).toBeCloseTo(expected[at]!, 5);
            expect(list.get(item.id)!.classIndex).toBe(classIndex);
          });
        },
      ),
    );
  });

  it('refuses embeddings of another size', () => {
    const table = new EmbeddingTable<{ id: string }>(SIZE);
    expect(() => table.set({ id: 'a' }, new Float32Array(4), 0)).toThrow(RangeError);
  });
});
