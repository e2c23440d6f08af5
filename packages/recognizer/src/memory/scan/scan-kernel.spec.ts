import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HEAD_NUMBERS } from './assemble.js';
import { MemoryBlock } from './memory-block.js';
import { plainKernel, wasmKernel } from './scan-kernel.js';

const [QUERY, SCALES, RESTS, FOUND, VECTORS] = [0, 1024, 1536, 2048, 4096];

const numbers = (length: number, most: number) =>
  fc.array(fc.integer({ min: -most, max: most }), { minLength: length, maxLength: length });

const floats = (length: number) =>
  fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: length, maxLength: length });

const scanned = fc
  .record({ count: fc.nat({ max: 13 }), eights: fc.integer({ min: 1, max: 17 }) })
  .chain(({ count, eights }) =>
    fc.record({
      size: fc.constant(8 * eights),
      query: numbers(8 * eights, 32_767),
      rows: numbers(count * 8 * eights, 127),
      scales: floats(count),
      rests: floats(count),
      reach: fc.oneof(fc.constant(0), fc.float({ min: 0, max: 1e4, noNaN: true })),
      floor: fc.oneof(fc.constant(-Infinity), fc.float({ min: -1e6, max: 1e6, noNaN: true })),
    }),
  );

describe.each(['local', 'shared'] as const)('the kernel on a %s block', (kind) => {
  const block = MemoryBlock[kind]();
  const kernel = wasmKernel(block.memory)!;

  it('finds what the plain one finds, number for number, and again', () => {
    fc.assert(
      fc.property(scanned, ({ size, query, rows, scales, rests, reach, floor }) => {
        block.i16.set(query, QUERY / 2);
        block.f32.set(scales, SCALES / 4);
        block.f32.set(rests, RESTS / 4);
        block.i8.set(rows, VECTORS);
        const pairs = (count: number) =>
          Array.from({ length: count }, (_, at) => [
            block.i32[FOUND / 4 + 2 * at],
            block.f32[FOUND / 4 + 2 * at + 1],
          ]);
        const found = [kernel, plainKernel(block.memory)].map(({ scanHeads, rescan, ...its }) => {
          const scan = size === HEAD_NUMBERS ? scanHeads : its.scan;
          const asked = [size, QUERY, SCALES, RESTS] as const;
          const count = scan(VECTORS, scales.length, ...asked, reach, floor, FOUND);
          const first = pairs(count);
          const isHigher = Math.fround(floor + Math.abs(floor) / 2);
          return { first, again: pairs(rescan(VECTORS, count, ...asked, 0, isHigher, FOUND)) };
        });
        expect(found[0]).toEqual(found[1]);
        const all = found[0]!.first.length;
        if (floor === -Infinity) expect(all).toBe(scales.length);
        expect(found[0]!.again.length).toBeLessThanOrEqual(all);
      }),
    );
  });
});

it('is missing for a block that is no memory of WebAssembly', () => {
  expect(wasmKernel(MemoryBlock.plain().memory)).toBeUndefined();
});
