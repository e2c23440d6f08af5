import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Grid, Mask } from './grid.js';
import {
  closing,
  dilation,
  maskClosing,
  maskDilation,
  maskDilationDown,
  opening,
} from './local-extremes.js';
import { inWorkspace } from './workspace.js';

const { max, min } = Math;

/** One value for each window, cut at the edges of the picture. */
function windows<T extends Grid | Mask>(
  grid: T,
  across: number,
  down: number,
  join: (...values: number[]) => number,
): T {
  const { width, height, values } = grid;
  const joined = values.map((_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    const seen: number[] = [];
    for (let row = max(0, y - down); row <= min(height - 1, y + down); row++) {
      const [left, right] = [max(0, x - across), min(width, x + across + 1)];
      seen.push(...values.subarray(row * width + left, row * width + right));
    }
    return join(...seen);
  });
  return { ...grid, values: joined };
}

const shapes = fc.record({
  width: fc.integer({ min: 1, max: 40 }),
  height: fc.integer({ min: 1, max: 24 }),
  radius: fc.integer({ min: 0, max: 30 }),
  inWorkspace: fc.boolean(),
});
const valuesOf = ({ width, height }: { width: number; height: number }) =>
  fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
    minLength: width * height,
    maxLength: width * height,
  });

describe('extremes of sliding windows', () => {
  it('are those of each window, of grids', () => {
    const all = shapes.chain((shape) => valuesOf(shape).map((values) => ({ ...shape, values })));
    fc.assert(
      fc.property(all, ({ width, height, radius, values, ...how }) => {
        const grid = { width, height, values: Float32Array.from(values) };
        const window = 2 * radius + 1;
        const largest = windows(grid, radius, radius, max);
        const smallest = windows(grid, radius, radius, min);
        const found = (run: (grid: Grid, window: number) => Grid) => {
          const read = () => Float32Array.from(run(grid, window).values);
          return how.inWorkspace ? inWorkspace(read) : read();
        };
        expect(found(dilation)).toEqual(largest.values);
        expect(found(closing)).toEqual(windows(largest, radius, radius, min).values);
        expect(found(opening)).toEqual(windows(smallest, radius, radius, max).values);
      }),
      { numRuns: 100 },
    );
  });

  it('and of masks', () => {
    const all = shapes.chain((shape) => valuesOf(shape).map((values) => ({ ...shape, values })));
    fc.assert(
      fc.property(all, ({ width, height, radius, values, ...how }) => {
        const mask = { width, height, values: Uint8Array.from(values, (value) => +(value > 1)) };
        const window = 2 * radius + 1;
        const dilated = windows(mask, radius, radius, max);
        const found = (run: (mask: Mask, window: number) => Mask) => {
          const read = () => Uint8Array.from(run(mask, window).values);
          return how.inWorkspace ? inWorkspace(read) : read();
        };
        expect(found(maskDilation)).toEqual(dilated.values);
        expect(found(maskDilationDown)).toEqual(windows(mask, 0, radius, max).values);
        expect(found(maskClosing)).toEqual(windows(dilated, radius, radius, min).values);
      }),
      { numRuns: 100 },
    );
  });
});
