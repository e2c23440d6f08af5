import { describe, expect, it } from '@jest/globals';
import { STRIP_HEIGHT, type Strip } from '@inkling/ink';
import type { CharacterSpan } from './align.js';
import { segmentsOf } from './segments.js';

/** How many pixels of each column have ink. */
function stripOf(columns: readonly number[]): Strip {
  const width = columns.length;
  const values = new Float32Array(STRIP_HEIGHT * width);
  columns.forEach((count, column) => {
    for (let row = 0; row < count; row++) values[row * width + column] = 1;
  });
  return { values, width };
}

const span = (from: number, to = from + 1): CharacterSpan => ({ from, to, logProbability: 0 });
const columns = (width: number, inkOf: (column: number) => number) =>
  Array.from({ length: width }, (_, column) => inkOf(column));

describe('segmentsOf', () => {
  it('cuts in the room between two characters, wherever it is', () => {
    const strip = stripOf(columns(40, (column) => (column >= 12 && column < 15 ? 0 : 8)));
    const [first, second] = segmentsOf(strip, [span(2), span(7)]);
    expect(first!.right).toBeGreaterThanOrEqual(12);
    expect(first!.right).toBeLessThanOrEqual(15);
    expect(second!.left).toBe(first!.right);
    expect([first, second]).toMatchObject([{ standsAlone: true }, { standsAlone: true }]);
  });

  it('cuts joined writing where it is thin, and says that it is cut', () => {
    const strip = stripOf(columns(40, (column) => (column === 20 ? 1 : 6)));
    const [first, second] = segmentsOf(strip, [span(2), span(7)]);
    expect(first).toMatchObject({ left: 0, right: 20, standsAlone: false });
    expect(second).toMatchObject({ left: 20, right: 40, standsAlone: false });
  });

  it('leaves each character of joined writing its part, also where only one place between three is thin', () => {
    // The thinnest place is where the middle one stands.
    const strip = stripOf(columns(40, (column) => (column === 18 ? 1 : 3)));
    const segments = segmentsOf(strip, [span(2), span(4, 6), span(8)]);
    for (const { left, right } of segments) expect(right - left).toBeGreaterThanOrEqual(8);
  });

  it('gives one character everything', () => {
    expect(segmentsOf(stripOf([1, 1, 1, 1]), [span(0)])).toEqual([
      { left: 0, right: 4, standsAlone: true },
    ]);
  });
});
