import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { squaredDistances } from './distance.js';

function slowly(set: Uint8Array, width: number, height: number, outsideIsSet: boolean): number[] {
  const unset: [number, number][] = [];
  for (let row = -1; row <= height; row++) {
    for (let column = -1; column <= width; column++) {
      const inside = row >= 0 && row < height && column >= 0 && column < width;
      if (inside ? !set[row * width + column] : !outsideIsSet) unset.push([row, column]);
    }
  }
  return Array.from({ length: width * height }, (_, at) => {
    const row = Math.floor(at / width);
    const column = at % width;
    return Math.min(...unset.map(([y, x]) => (y - row) ** 2 + (x - column) ** 2));
  });
}

describe('squaredDistances', () => {
  it('agrees with looking at every pixel', () => {
    const mask = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
      .chain(([width, height]) =>
        fc
          .uint8Array({ min: 0, max: 1, minLength: width * height, maxLength: width * height })
          .map((set) => ({ width, height, set })),
      );
    fc.assert(
      fc.property(mask, fc.boolean(), ({ width, height, set }, outsideIsSet) => {
        fc.pre(!outsideIsSet || set.includes(0));
        expect(Array.from(squaredDistances(set, width, height, outsideIsSet))).toEqual(
          slowly(set, width, height, outsideIsSet),
        );
      }),
    );
  });
});
