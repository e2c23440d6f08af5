import { describe, expect, it } from '@jest/globals';
import { keepCharacter } from './clean.js';
import type { Grid } from './grid.js';
import { dropRuledLines } from './ruled-lines.js';

type Bar = readonly [left: number, top: number, width: number, height: number];

const WIDTH = 160;
const HEIGHT = 120;

function inkOf(...bars: readonly Bar[]): Grid {
  const values = new Float32Array(WIDTH * HEIGHT);
  for (const [left, top, width, height] of bars) {
    for (let row = top; row < top + height; row++) {
      values.fill(1, row * WIDTH + left, row * WIDTH + left + width);
    }
  }
  return { width: WIDTH, height: HEIGHT, values };
}

const cleaned = (...bars: readonly Bar[]) =>
  Array.from(keepCharacter({ ink: inkOf(...bars), noise: 0.05 }).character.values);
const only = (...bars: readonly Bar[]) => Array.from(inkOf(...bars).values);

const stem: Bar = [70, 40, 6, 50];

describe('keepCharacter', () => {
  it('drops specks and keeps the dot of an i', () => {
    const dot: Bar = [70, 25, 6, 6];
    expect(cleaned(stem, dot, [20, 20, 2, 2], [130, 90, 1, 1])).toEqual(only(stem, dot));
  });

  it('keeps strokes that do not touch', () => {
    const upper: Bar = [50, 40, 50, 6];
    const lower: Bar = [50, 60, 50, 6];
    expect(cleaned(upper, lower)).toEqual(only(upper, lower));
  });

  it('drops a shadow along the border and a blob in the corner, though larger', () => {
    expect(cleaned(stem, [0, 0, 12, HEIGHT], [140, 100, 20, 20])).toEqual(only(stem));
  });

  it('drops a frame', () => {
    const frame: Bar[] = [
      [2, 2, 156, 2],
      [2, 116, 156, 2],
      [2, 2, 2, 116],
      [156, 2, 2, 116],
    ];
    expect(cleaned(stem, ...frame)).toEqual(only(stem));
  });

  it('keeps a character that touches the border', () => {
    const leaving: Bar = [0, 50, 60, 7];
    const crossing: Bar = [30, 20, 7, 80];
    expect(cleaned(leaving, crossing)).toEqual(only(leaving, crossing));
  });
});

describe('dropRuledLines', () => {
  const dropped = (...bars: readonly Bar[]) =>
    Array.from(dropRuledLines({ ink: inkOf(...bars), noise: 0.05 }).ink.values);
  const ruled = (...rows: number[]): Bar[] => rows.map((row) => [0, row, WIDTH, 1]);

  it('takes ruled lines away and leaves the strokes that cross them', () => {
    expect(dropped(stem, ...ruled(20, 60, 100))).toEqual(only(stem));
  });

  it('takes graph paper away', () => {
    const columns: Bar[] = [10, 50, 90, 130].map((column) => [column, 0, 1, HEIGHT]);
    const left = dropped(stem, ...ruled(20, 60, 100), ...columns);
    const wrong = only(stem).filter((value, at) => value !== left[at]).length;
    expect(wrong).toBeLessThan(20);
  });

  it('leaves a lone stroke across the picture, and bold ones', () => {
    const lone: Bar = [0, 30, WIDTH, 2];
    expect(dropped(stem, lone)).toEqual(only(stem, lone));
    const bold: Bar[] = [
      [0, 20, WIDTH, 9],
      [0, 90, WIDTH, 9],
    ];
    expect(dropped(stem, ...bold)).toEqual(only(stem, ...bold));
  });
});
