import { describe, expect, it } from '@jest/globals';
import type { Stroke } from '../types.js';
import { shareStrokes } from './share-strokes.js';

const upright = (x: number): Stroke => [
  [x, 0],
  [x, 10],
];

describe('shareStrokes', () => {
  it('gives each segment what stands on it', () => {
    const shared = shareStrokes([upright(1), upright(11), upright(21)], [5, 15]);
    expect(shared.map(({ strokes }) => strokes)).toEqual([
      [upright(1)],
      [upright(11)],
      [upright(21)],
    ]);
    expect(shared.every(({ isCut }) => !isCut)).toBe(true);
  });

  it('leaves a stroke whole that reaches over a little, also where it came last', () => {
    const bar: Stroke = [
      [1, 3],
      [11, 3],
    ];
    const [first, second] = shareStrokes([upright(5), upright(14), bar], [9]);
    expect(first).toEqual({ strokes: [upright(5), bar], isCut: false });
    expect(second).toEqual({ strokes: [upright(14)], isCut: false });
  });

  it('cuts joined writing where its segments meet, forwards and back', () => {
    const joined: Stroke = [
      [0, 0],
      [20, 10],
      [0, 20],
    ];
    const [left, right] = shareStrokes([joined], [10]);
    expect(left).toEqual({
      strokes: [
        [
          [0, 0],
          [10, 5],
        ],
        [
          [10, 15],
          [0, 20],
        ],
      ],
      isCut: true,
    });
    expect(right).toEqual({
      strokes: [
        [
          [10, 5],
          [20, 10],
          [10, 15],
        ],
      ],
      isCut: true,
    });
  });

  it('passes over segments without ink, and knows where a dot is', () => {
    const shared = shareStrokes([[[12, 1]], upright(31)], [5, 10, 20, 30]);
    expect(shared.map(({ strokes }) => strokes.length)).toEqual([0, 0, 1, 0, 1]);
  });
});
