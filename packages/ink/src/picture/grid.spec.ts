import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boundsAbove, cropGrid, inverted, maskAbove } from './grid.js';

const gridOf = (width: number, height: number, numbers: readonly number[]) => ({
  width,
  height,
  values: Float32Array.from({ length: width * height }, (_, at) => numbers[at % numbers.length]!),
});

describe('maskAbove', () => {
  it('compares with the level itself, not with the 32-bit float next to it', () => {
    const level = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    const sizes = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(level, sizes, sizes, (above, width, height) => {
        const nearest = Math.fround(above);
        const numbers = [nearest, nearest * (1 + 2 ** -23), nearest * (1 - 2 ** -23), 0, 1, -1];
        const grid = gridOf(width, height, numbers);
        expect(Array.from(maskAbove(grid, above).values)).toEqual(
          Array.from(grid.values, (value) => +(value > above)),
        );
      }),
    );
  });
});

describe('boundsAbove', () => {
  it('is the box around every pixel above the level', () => {
    const side = fc.integer({ min: 1, max: 12 });
    const inked = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 6 });
    fc.assert(
      fc.property(side, side, inked, (width, height, places) => {
        const grid = gridOf(width, height, [0.2]);
        const inside = places.filter(([x, y]) => x < width && y < height);
        for (const [x, y] of inside) grid.values[y * width + x] = 0.7;
        const [xs, ys] = [inside.map(([x]) => x), inside.map(([, y]) => y)];
        const box = {
          ...{ left: Math.min(...xs), top: Math.min(...ys) },
          ...{ right: Math.max(...xs) + 1, bottom: Math.max(...ys) + 1 },
        };
        expect(boundsAbove(grid, 0.5)).toEqual(inside.length > 0 ? box : undefined);
      }),
    );
  });
});

describe('inverted', () => {
  it('has 1 for 0 and 0 for 1, whatever the length', () => {
    for (const length of [1, 3, 4, 7, 64]) {
      const values = Uint8Array.from({ length }, (_, at) => +(at % 3 === 0));
      const { values: turned } = inverted({ width: length, height: 1, values });
      expect(Array.from(turned)).toEqual(Array.from(values, (value) => 1 - value));
    }
  });
});

describe('cropGrid', () => {
  it('has the part with noughts around it', () => {
    const grid = gridOf(4, 3, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const { width, height, values } = cropGrid(grid, { left: 1, top: 1, right: 3, bottom: 3 }, 1);
    expect([width, height]).toEqual([4, 4]);
    const rows = [0, 4, 8, 12].map((at) => Array.from(values.subarray(at, at + 4)));
    expect(rows).toEqual([
      [0, 0, 0, 0],
      [0, 6, 7, 0],
      [0, 10, 11, 0],
      [0, 0, 0, 0],
    ]);
  });
});
