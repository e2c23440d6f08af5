import { describe, expect, it } from '@jest/globals';
import type { Point, Stroke } from '../types.js';
import { PEN_PATH_POINTS, PEN_PATH_VALUES, penPathFromStrokes } from './pen-path.js';

const DOWN: Stroke = [
  [50, 0],
  [50, 100],
];
const ACROSS: Stroke = [
  [0, 50],
  [50, 50],
];

/** A row of the path. */
const rowOf = (path: Float32Array, value: number): number[] => [
  ...path.subarray(value * PEN_PATH_POINTS, (value + 1) * PEN_PATH_POINTS),
];

const count = (values: readonly number[], wanted: number): number =>
  values.filter((value) => value === wanted).length;

describe('penPathFromStrokes', () => {
  it('goes evenly along a stroke, in the middle of the drawing', () => {
    const path = penPathFromStrokes([DOWN]);
    expect(path).toHaveLength(PEN_PATH_POINTS * PEN_PATH_VALUES);
    expect(new Set(rowOf(path, 0))).toEqual(new Set([0]));
    const ys = rowOf(path, 1);
    expect(ys[0]).toBe(-1);
    expect(ys.at(-1)).toBe(1);
    ys.slice(1).forEach((y, at) => expect(y - ys[at]!).toBeCloseTo(2 / 63, 5));
    expect(new Set(rowOf(path, 2))).toEqual(new Set([0]));
    expect(new Set(rowOf(path, 3))).toEqual(new Set([1]));
  });

  it('tells where strokes begin and end, and gives each its share of the points', () => {
    const path = penPathFromStrokes([DOWN, ACROSS]);
    const [begins, ends] = [rowOf(path, 4), rowOf(path, 5)];
    expect([count(begins, 1), count(ends, 1)]).toEqual([2, 2]);
    const first = ends.indexOf(1) + 1;
    expect(begins.indexOf(1, 1)).toBe(first);
    expect(first).toBe(42);
    expect(rowOf(path, 2)[first]).toBe(1);
  });

  it('is the same at any size, anywhere, and however densely the points lie', () => {
    const dense = Array.from({ length: 301 }, (_, at): Point => [7 + 15, 9 + at / 10]);
    const sparse: Stroke = [
      [7, 24],
      [22, 24],
    ];
    const path = penPathFromStrokes([dense, sparse]);
    const expected = penPathFromStrokes([DOWN, ACROSS]);
    path.forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 4));
  });

  it('knows which way the pen went', () => {
    const back = penPathFromStrokes([[...DOWN].reverse()]);
    expect(new Set(rowOf(back, 3))).toEqual(new Set([-1]));
  });

  it('lets a dot rest where it is', () => {
    const path = penPathFromStrokes([DOWN, [[50, -20]]]);
    const dot = rowOf(path, 4).indexOf(1, 1);
    expect(PEN_PATH_POINTS - dot).toBe(2);
    for (const value of [2, 3]) expect(rowOf(path, value).slice(dot)).toEqual([0, 0]);
    expect(rowOf(path, 1).slice(dot)).toEqual([-1, -1]);
  });

  it('shares the points among dots where nothing else was drawn', () => {
    const path = penPathFromStrokes([[[0, 0]], [[0, 100]]]);
    expect(path.some(Number.isNaN)).toBe(false);
    expect(count(rowOf(path, 1), -1)).toBe(PEN_PATH_POINTS / 2);
    expect(count(rowOf(path, 1), 1)).toBe(PEN_PATH_POINTS / 2);
  });

  it('leaves out stray taps, strokes without points, and the shortest of very many', () => {
    const path = penPathFromStrokes([DOWN, ACROSS]);
    expect(penPathFromStrokes([DOWN, [], ACROSS, [[300, 20]]])).toEqual(path);
    const hatched = Array.from({ length: 40 }, (_, at): Stroke => [
      [at, 0],
      [at, 20 + at],
    ]);
    const many = penPathFromStrokes(hatched);
    expect(count(rowOf(many, 4), 1)).toBe(16);
  });

  it('refuses what is no drawing', () => {
    expect(() => penPathFromStrokes([])).toThrow('Nothing is drawn');
  });
});
