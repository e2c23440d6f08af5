import { describe, expect, it } from '@jest/globals';
import {
  changedConfusions,
  classDifferences,
  directionOf,
  matrixCells,
  points,
} from './differences';

const figures = (label: string, precision: number, recall: number, f1: number) => ({
  label,
  support: 10,
  precision,
  recall,
  f1,
});

const table = {
  labels: ['1', '4', '7'],
  a: {
    top1: 0.9,
    perClass: [figures('1', 0.9, 0.9, 0.9), figures('4', 1, 1, 1), figures('7', 0.8, 0.8, 0.8)],
    confusion: [
      [9, 0, 1],
      [0, 10, 0],
      [2, 0, 8],
    ],
  },
  b: {
    top1: 0.95,
    perClass: [figures('1', 0.95, 0.9, 0.92), figures('4', 1, 1, 1), figures('7', 0.9, 1, 0.95)],
    confusion: [
      [9, 1, 0],
      [0, 10, 0],
      [0, 0, 10],
    ],
  },
};

describe('classDifferences', () => {
  it('should put the largest difference first, and what is alike apart', () => {
    const { different, same } = classDifferences(table);
    expect(different.map(({ label }) => label)).toEqual(['7', '1']);
    expect(different[0]!.gain).toBeCloseTo(0.15);
    expect(same.map(({ label }) => label)).toEqual(['4']);
  });
});

it('changedConfusions should tell what happens to one more often', () => {
  expect(changedConfusions(table)).toEqual([
    { right: '7', read: '1', a: 2, b: 0 },
    { right: '1', read: '4', a: 0, b: 1 },
    { right: '1', read: '7', a: 1, b: 0 },
  ]);
});

describe('matrixCells', () => {
  it('should leave out what is nothing, and measure right and wrong apart', () => {
    const cells = matrixCells(table, 'a');
    expect(cells).toHaveLength(5);
    const at = (row: number, column: number) =>
      cells.find((cell) => cell.row === row && cell.column === column);
    expect(at(1, 1)).toMatchObject({ value: 10, strength: 1 });
    expect(at(2, 0)).toMatchObject({ value: 2, strength: 1 });
    expect(at(0, 2)!.strength).toBeCloseTo(Math.SQRT1_2);
  });

  it('should tell the difference with its sign', () => {
    const cells = matrixCells(table, 'difference');
    expect(cells.map(({ row, column, value }) => [row, column, value])).toEqual([
      [0, 1, 1],
      [0, 2, -1],
      [2, 0, -2],
      [2, 2, 2],
    ]);
  });
});

it.each([
  [0.004, '+0.40', 'better'],
  [-0.012, '−1.20', 'worse'],
  [0, '0', 'same'],
  [0.000_04, '0', 'same'],
  [-0.000_04, '0', 'same'],
  [-0.0005, '−0.05', 'worse'],
] as const)('points should write %d as %s, which is %s', (difference, words, direction) => {
  expect(points(difference)).toBe(words);
  expect(directionOf(difference)).toBe(direction);
});
