import { describe, expect, it } from '@jest/globals';
import { glyphFromStrokes, type Point, type Stroke } from '@inkling/ink';
import { createRandom } from '../../random.js';
import { addHabit, withHabit } from './habits.js';
import { writeRareHands } from './rare-hands.js';
import { roughen } from './roughen.js';

const TRIES = 400;
const bar: Stroke = Array.from({ length: 21 }, (_, at) => [40 + at / 4, 10 + 4 * at] as const).map(
  ([x, y]) => [x, y],
);
const seeds = Array.from({ length: TRIES }, (_, seed) => seed);

describe('withHabit', () => {
  it('bars some sevens and slashes some zeros inside of what is written, and nothing else', () => {
    const further = (label: string) =>
      seeds.flatMap((seed) => withHabit([bar], label, createRandom(seed)).slice(1));
    expect(further('7').length / TRIES).toBeCloseTo(0.2, 1);
    expect(further('0').length / TRIES).toBeCloseTo(0.1, 1);
    expect(further('1')).toEqual([]);
    for (const [x, y] of further('7').flat()) {
      expect(y).toBeGreaterThan(10 + 80 * 0.3);
      expect(y).toBeLessThan(10 + 80 * 0.7);
      expect(x).toBeLessThan(46);
    }
  });
});

describe('addHabit', () => {
  it('draws a bar into some sevens, keeps the rest of the glyph, and leaves other labels alone', () => {
    const plain = glyphFromStrokes([bar]).glyph;
    const changed = (label: string) =>
      seeds.filter((seed) => {
        const glyph = plain.slice();
        addHabit(glyph, label, createRandom(seed));
        expect(glyph.every((value, at) => value >= plain[at]!)).toBe(true);
        return glyph.some((value, at) => value > plain[at]!);
      }).length;
    expect(changed('7')).toBeGreaterThan(0);
    expect(changed('7')).toBeLessThan(TRIES / 2);
    expect(changed('3')).toBe(0);
  });

  it('does nothing to a glyph without ink', () => {
    const empty = new Float32Array(784);
    for (const seed of seeds) addHabit(empty, '0', createRandom(seed));
    expect(empty.every((value) => value === 0)).toBe(true);
  });
});

describe('writeRareHands', () => {
  it('writes digits that all give a glyph, no two alike, and the same again from the same seed', () => {
    const written = writeRareHands(5, createRandom(1));
    expect(written).toEqual(writeRareHands(5, createRandom(1)));
    const glyphs = written.map(({ label, strokes }) => {
      expect(label).toMatch(/^\d$/);
      return glyphFromStrokes(strokes).glyph.join();
    });
    expect(new Set(glyphs).size).toBe(written.length);
  });
});

describe('roughen', () => {
  it('leaves most as they are; the others keep their strokes and stay near', () => {
    const rough = seeds.map((seed) => roughen([bar, bar], createRandom(seed)));
    const same = rough.filter(([first]) => first!.join() === bar.join());
    expect(same.length).toBeGreaterThan(TRIES * 0.3);
    expect(same.length).toBeLessThan(TRIES * 0.8);
    for (const strokes of rough) {
      expect(strokes).toHaveLength(2);
      const isNear = ([x, y]: Point) => x > 35 && x < 50 && y > 5 && y < 95;
      expect(strokes.flat().every(isNear)).toBe(true);
    }
  });
});
