import { describe, expect, it } from '@jest/globals';
import { STRIP_HEIGHT, type Strip } from '@inkling/ink';
import { otherView } from './other-view.js';

/** An upright line of full height, three pixels wide, that begins in that column. */
function upright(width: number, column: number): Strip {
  const values = new Float32Array(STRIP_HEIGHT * width);
  for (let row = 0; row < STRIP_HEIGHT; row++) {
    values.fill(1, row * width + column, row * width + column + 3);
  }
  return { values, width };
}

const sumOf = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0);

/** Where the ink of a row is in the mean; of an empty one nowhere. */
function middleOf({ values, width }: Strip, row: number): number {
  const own = values.subarray(row * width, (row + 1) * width);
  return own.reduce((sum, value, column) => sum + value * (column + 0.5), 0) / sumOf(own);
}

describe('otherView', () => {
  it('should be wider, a little lower and leaned', () => {
    const strip = upright(40, 20);
    const seen = otherView(strip);
    expect(seen.values).toHaveLength(STRIP_HEIGHT * seen.width);
    expect(seen.width).toBeGreaterThanOrEqual(48);
    // 1.2 times as wide and 0.94 times as high, nothing lost.
    expect(sumOf(seen.values) / sumOf(strip.values)).toBeCloseTo(1.2 * 0.94, 1);
    expect(sumOf(seen.values.subarray(0, seen.width))).toBeLessThan(1);
    expect(middleOf(seen, 25) - middleOf(seen, 6)).toBeCloseTo(0.1 * 19, 1);
  });

  it('should keep ink at both ends', () => {
    for (const column of [0, 37]) {
      const seen = otherView(upright(40, column));
      expect(sumOf(seen.values)).toBeCloseTo(3 * STRIP_HEIGHT * 1.2 * 0.94, -1);
    }
  });

  it('should show nothing where nothing is', () => {
    const seen = otherView({ values: new Float32Array(STRIP_HEIGHT), width: 1 });
    expect(sumOf(seen.values)).toBe(0);
  });
});
