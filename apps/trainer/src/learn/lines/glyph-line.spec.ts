import { describe, expect, it } from '@jest/globals';
import { STRIP_HEIGHT } from '@inkling/ink';
import { createRandom } from '../../random.js';
import { writeGlyphLine, type PicturedCharacter } from './glyph-line.js';
import { drawHand } from './ink-line.js';
import { EVEN } from './testing/even-hand.js';

/** An upright bar, 20 pixels high and so wide. */
function bar(width: number, label = 'l'): PicturedCharacter {
  const glyph = new Float32Array(784);
  for (let row = 4; row < 24; row++) glyph.fill(1, row * 28 + 10, row * 28 + 10 + width);
  return { label, glyph };
}

/** From where to where columns have ink. */
function runs({ values, width }: { values: Float32Array; width: number }): [number, number][] {
  const inked = Array.from({ length: width }, (_, column) =>
    Array.from({ length: STRIP_HEIGHT }, (__, row) => values[row * width + column]!).some(
      (value) => value > 0.5,
    ),
  );
  return inked.flatMap((has, column): [number, number][] =>
    has && !inked[column - 1] ? [[column, column + inked.slice(column).indexOf(false)]] : [],
  );
}

describe('writeGlyphLine', () => {
  it('puts glyphs side by side, all of the height filled', () => {
    const strip = writeGlyphLine(
      [bar(4), bar(8), bar(4)],
      { ...EVEN, spacing: 0.3 },
      createRandom(1),
    );
    const scale = (STRIP_HEIGHT - 4) / 20;
    const widths = runs(strip).map(([from, to]) => to - from);
    expect(widths).toHaveLength(3);
    [4, 8, 4].forEach((width, at) => {
      expect(Math.abs(widths[at]! - width * scale)).toBeLessThanOrEqual(1.5);
    });
    const [first, second] = runs(strip);
    expect(Math.abs(second![0] - first![1] - 6 * scale)).toBeLessThanOrEqual(1.5);
    expect(strip.width).toBe(Math.ceil((16 + 12) * scale + 4));
  });

  it('lets them touch where a hand does', () => {
    const touching = writeGlyphLine([bar(6), bar(6)], { ...EVEN, spacing: -0.1 }, createRandom(1));
    expect(runs(touching)).toHaveLength(1);
  });

  it('brings a sign to the size and height of its place, and leaves room for a space', () => {
    const dot = { ...bar(20, '.'), placed: true };
    const strip = writeGlyphLine([bar(4), dot, bar(4)], EVEN, createRandom(1));
    const [first, second] = runs(strip);
    expect(second![1] - second![0]).toBeLessThan(second![0] - first![0]);
    const upper = strip.values.subarray(0, (STRIP_HEIGHT / 2) * strip.width);
    const columns = Array.from({ length: second![1] - second![0] }, (_, at) => second![0] + at);
    expect(columns.every((column) => (upper[8 * strip.width + column] ?? 0) < 0.5)).toBe(true);
    const spaced = writeGlyphLine([bar(4), { label: ' ' }, bar(4)], EVEN, createRandom(1));
    const [one, two] = runs(spaced);
    expect(two![0] - one![1]).toBeGreaterThan((EVEN.gap * (STRIP_HEIGHT - 4)) / 2);
  });

  it('makes a strip of any hand', () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = createRandom(seed);
      const { values, width } = writeGlyphLine([bar(3), bar(9)], drawHand(random), random);
      expect(values).toHaveLength(STRIP_HEIGHT * width);
      expect(Math.max(...values)).toBeGreaterThan(0.9);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    }
  });

  it('refuses a line without ink', () => {
    expect(() => writeGlyphLine([], EVEN, createRandom(1))).toThrow(RangeError);
    expect(() =>
      writeGlyphLine([{ label: 'l', glyph: new Float32Array(784) }], EVEN, createRandom(1)),
    ).toThrow(RangeError);
  });
});
