import { describe, expect, it } from '@jest/globals';
import type { Stroke } from '@inkling/ink';
import {
  chooseSlant,
  isSlantDue,
  isUpright,
  lossOfRows,
  SLANTS,
  slanted,
  slantStage,
  unslanted,
} from './writer-slant.js';

const STROKES: Stroke[] = [
  [
    [10, 0],
    [4, 20],
  ],
  [[7, 3]],
];

describe('slanted', () => {
  it('stands what leans upright', () => {
    const [[top, foot]] = slanted(STROKES, { lean: -0.3, wide: 2 }) as [Stroke];
    expect(top![0]).toBeCloseTo(foot![0], 9);
    expect([top![1], foot![1]]).toEqual([0, 20]);
  });

  it('is undone', () => {
    for (const slant of SLANTS) {
      unslanted(slanted(STROKES, slant), slant).forEach((stroke, at) =>
        stroke.forEach(([x, y], point) => {
          expect(x).toBeCloseTo(STROKES[at]![point]![0], 9);
          expect(y).toBe(STROKES[at]![point]![1]);
        }),
      );
    }
  });
});

describe('chooseSlant', () => {
  const losses = (least: number) => SLANTS.map((_, at) => (at === 4 ? least : 1));

  it('takes the one under which the texts are most probable, where it is clearly so', () => {
    expect(chooseSlant(losses(0.5))).toBe(SLANTS[4]);
    expect(isUpright(chooseSlant(losses(0.95)))).toBe(true);
    expect(isUpright(chooseSlant(losses(2)))).toBe(true);
  });
});

describe('lossOfRows', () => {
  const row = (text: string) => ({
    text,
    steps: 1,
    logits: Float32Array.from([Math.log(0.8), Math.log(0.1), Math.log(0.1)]),
  });
  const settings = { characters: ['1', '7'], temperature: 1 };

  it('is of a character, and bounded where a text does not fit', () => {
    expect(lossOfRows([row('1')], settings)).toBeCloseTo(-Math.log(0.8), 5);
    expect(lossOfRows([row('7')], settings)).toBeCloseTo(-Math.log(0.1), 5);
    expect(lossOfRows([row('17')], settings)).toBe(10);
    expect(lossOfRows([], settings)).toBe(0);
  });
});

describe('isSlantDue', () => {
  /** Row 1 is the oldest. */
  const newest = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, at) => `${to - at}`);

  it('is so with each of the first rows, and with each that is taken back', () => {
    expect(isSlantDue(newest(1, 2), [])).toBe(false);
    expect(isSlantDue(newest(1, 3), [])).toBe(true);
    expect(isSlantDue(newest(1, 4), newest(1, 3))).toBe(true);
    expect(isSlantDue(newest(1, 4), newest(1, 4))).toBe(false);
    expect(isSlantDue(newest(1, 3), newest(1, 4))).toBe(true);
    expect(isSlantDue(newest(1, 2), newest(1, 3))).toBe(true);
  });

  it('is so with each twelve more, however many are kept', () => {
    const due: number[] = [];
    let chosenFrom = newest(1, 12);
    for (let last = 12; last <= 90; last++) {
      const rows = newest(Math.max(1, last - 39), last);
      if (!isSlantDue(rows, chosenFrom)) continue;
      due.push(last);
      chosenFrom = rows.slice(0, 12);
    }
    expect(due).toEqual([24, 36, 48, 60, 72, 84]);
  });

  it('is so where the newest that had a say is gone', () => {
    expect(isSlantDue(newest(1, 11).concat('0', '-1'), newest(1, 12))).toBe(true);
  });
});

it('is chosen anew with each of the first rows, and then now and then', () => {
  expect([0, 2, 3, 4, 11, 12, 23, 24, 37].map(slantStage)).toEqual([
    0, 0, 3, 4, 11, 12, 12, 24, 36,
  ]);
});
