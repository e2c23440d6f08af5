import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InkError } from '../errors.js';
import { readInks } from '../testing/fixtures.js';
import type { Stroke } from '../types.js';
import { rowsOfStrokes } from './rows-of-strokes.js';
import { stripFromStrokes } from './strip-from-strokes.js';

const HEIGHT = 60;

/** Real drawings side by side, on one base line. */
function written(text: string, top: number, rise = 0): Stroke[] {
  let pen = 0;
  return [...text].flatMap((label) => {
    const { strokes } = readInks().find((ink) => ink.label === label)!;
    const [xs, ys] = [strokes.flat().map(([x]) => x), strokes.flat().map(([, y]) => y)];
    const [left, upper] = [Math.min(...xs), Math.min(...ys)];
    const scale = HEIGHT / (Math.max(...ys) - upper);
    const from = pen;
    pen += (Math.max(...xs) - left) * scale + 20;
    return strokes.map((stroke) =>
      stroke.map(([x, y]): [number, number] => [
        from + (x - left) * scale,
        top + (y - upper) * scale - rise * from,
      ]),
    );
  });
}

const dot = (x: number, y: number): Stroke => [[x, y]];

describe('rowsOfStrokes', () => {
  it.each(['2907', '1', 'HEKXT', 'gdAh', '5T4E'])('leaves %s in one row', (text) => {
    const strokes = written(text, 0);
    expect(rowsOfStrokes(strokes)).toEqual([strokes]);
  });

  it('finds rows from the top down, whatever was written first', () => {
    const [first, second, third] = [written('290', 0), written('7184', 80), written('63', 165)];
    expect(rowsOfStrokes([...second, ...first, ...third])).toEqual([first, second, third]);
  });

  it('keeps a line together that rises, and an exponent with its base', () => {
    const rising = written('29071', 0, 0.25);
    expect(rowsOfStrokes(rising)).toHaveLength(1);
    const base = written('2', 0);
    const exponent = written('9', 0).map((stroke) =>
      stroke.map(([x, y]): [number, number] => [90 + x / 3, -25 + y / 3]),
    );
    expect(rowsOfStrokes([...base, ...exponent])).toHaveLength(1);
  });

  it('parts rows that climb together', () => {
    const [first, second] = [written('29071846290', 0, 0.17), written('71842907163', 100, 0.17)];
    expect(rowsOfStrokes([...first, ...second])).toEqual([first, second]);
  });

  it('gives dots and bars to the row that they are nearest to', () => {
    const [first, second] = [written('29', 0), written('07', 100)];
    const [ofFirst, ofSecond] = [dot(40, 66), dot(40, 96)];
    const rows = rowsOfStrokes([...first, ...second, ofFirst, ofSecond]);
    expect(rows).toEqual([
      [...first, ofFirst],
      [...second, ofSecond],
    ]);
  });

  it('leaves out taps far from the writing: a palm, a speck, a point at the origin', () => {
    const number = written('29071', 200);
    for (const tap of [dot(40, 20), dot(100, 400), dot(-400, 230), dot(900, 230)]) {
      expect(rowsOfStrokes([tap, ...number])).toEqual([number]);
    }
    for (const near of [dot(40, 150), dot(100, 275), dot(-60, 255), dot(400, 255)]) {
      expect(rowsOfStrokes([...number, near])).toEqual([[...number, near]]);
    }
  });

  it('leaves out a line drawn under a row, and keeps dashes and bars', () => {
    const [first, second] = [written('29071', 0), written('63845', 110)];
    const under = (y: number): Stroke =>
      Array.from({ length: 20 }, (_, at) => [at * 16, y + 3 * Math.sin(at / 2)]);
    expect(rowsOfStrokes([...first, under(72)])).toEqual([first]);
    expect(rowsOfStrokes([...first, under(80), ...second, under(182)])).toEqual([first, second]);
    const through = under(30);
    const dash: Stroke = [[300, 30], [345, 31]]; // prettier-ignore
    expect(rowsOfStrokes([...first, through, dash])).toEqual([[...first, through, dash]]);
    expect(rowsOfStrokes([under(0)])).toEqual([[under(0)]]);
  });

  it('leaves out strokes without points', () => {
    const [first, second] = [written('29', 0), written('07', 100)];
    expect(rowsOfStrokes([[], ...first, [], ...second, []])).toEqual([first, second]);
    expect(rowsOfStrokes([[], ...first])).toEqual([first]);
  });

  it('gives rows that can be read, or of which is told what is wrong, for anything at all', () => {
    const coordinate = fc.oneof(
      fc.double({ min: -1000, max: 1000, noNaN: true }),
      fc.constantFrom(NaN, Infinity, -Infinity, 1e6, -1e6, 1e308, -1e308, 5e-324),
    );
    const strokes = fc.array(fc.array(fc.tuple(coordinate, coordinate), { maxLength: 12 }), {
      maxLength: 8,
    });
    const check = (drawn: Stroke[]) => {
      try {
        rowsOfStrokes(drawn).forEach((row) => stripFromStrokes(row));
      } catch (error) {
        if (!(error instanceof InkError)) throw error;
      }
    };
    fc.assert(fc.property(strokes, check), { numRuns: 1000 });
  });

  it('takes what has no tall stroke for one row', () => {
    expect(rowsOfStrokes([dot(0, 0), dot(0, 50)])).toHaveLength(1);
    expect(rowsOfStrokes([])).toEqual([[]]);
  });
});
