import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MemoryBlock } from './memory-block.js';
import { plainKernel, wasmKernel } from './scan-kernel.js';

const [QUERY, SCALES, FOUND, VECTORS] = [0, 1024, 2048, 4096];

const numbers = (length: number, most: number) =>
  fc.array(fc.integer({ min: -most, max: most }), { minLength: length, maxLength: length });

const scanned = fc
  .record({ count: fc.nat({ max: 13 }), eights: fc.integer({ min: 1, max: 17 }) })
  .chain(({ count, eights }) =>
    fc.record({
      size: fc.constant(8 * eights),
      query: numbers(8 * eights, 32_767),
      rows: numbers(count * 8 * eights, 127),
      scales: fc.array(fc.float({ min: 0, max: 1, noNaN: true }), {
        minLength: count,
        maxLength: count,
      }),
      floor: fc.oneof(fc.constant(-Infinity), fc.float({ min: -1e6, max: 1e6, noNaN: true })),
    }),
  );

describe.each(['local', 'shared'] as const)('the kernel on a %s block', (kind) => {
  const block = MemoryBlock[kind]();
  const scan = wasmKernel(block.memory)!;

  it('finds what the plain one finds, number for number', () => {
    fc.assert(
      fc.property(scanned, ({ size, query, rows, scales, floor }) => {
        block.i16.set(query, QUERY / 2);
        block.f32.set(scales, SCALES / 4);
        block.i8.set(rows, VECTORS);
        const found = [scan, plainKernel(block.memory)].map((kernel) => {
          const count = kernel(VECTORS, scales.length, size, QUERY, SCALES, floor, FOUND);
          return Array.from({ length: count }, (_, at) => [
            block.i32[FOUND / 4 + 2 * at],
            block.f32[FOUND / 4 + 2 * at + 1],
          ]);
        });
        expect(found[0]).toEqual(found[1]);
        if (floor === -Infinity) expect(found[0]).toHaveLength(scales.length);
      }),
    );
  });
});

it('is missing for a block that is no memory of WebAssembly', () => {
  expect(wasmKernel(MemoryBlock.plain().memory)).toBeUndefined();
});
