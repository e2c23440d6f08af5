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

  it('is exact up to the reach that is asked for, and larger than it beyond', () => {
    const [width, height] = [23, 17];
    const spots = fc.array(fc.nat({ max: width * height - 1 }), { minLength: 1, maxLength: 6 });
    const reaches = fc.double({ min: 1, max: 9, noNaN: true });
    fc.assert(
      fc.property(spots, reaches, fc.boolean(), (unset, reach, outsideIsSet) => {
        const set = new Uint8Array(width * height).fill(1);
        for (const at of unset) set[at] = 0;
        const found = squaredDistances(set, width, height, outsideIsSet, reach);
        const within = (square: number) => (square <= reach * reach ? square : 'beyond');
        expect(Array.from(found, within)).toEqual(
          slowly(set, width, height, outsideIsSet).map(within),
        );
      }),
      { numRuns: 40 },
    );
  });
});
