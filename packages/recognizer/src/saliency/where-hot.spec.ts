import { expect, it } from '@jest/globals';
import { GLYPH_PIXELS, GLYPH_SIDE } from '@inkling/ink';
import { whereHot } from './where-hot.js';

type Inside = (x: number, y: number) => boolean;

const filled = (inside: Inside): Float32Array =>
  Float32Array.from({ length: GLYPH_PIXELS }, (_, at) =>
    inside(at % GLYPH_SIDE, Math.floor(at / GLYPH_SIDE)) ? 1 : 0,
  );

const square = filled((x, y) => x >= 4 && x < 24 && y >= 4 && y < 24);
const bar = filled((x, y) => x >= 13 && x < 15 && y >= 4 && y < 24);

it.each<[string, Float32Array, Inside]>([
  ['the top left', square, (x, y) => x < 10 && y < 10],
  ['the bottom right', square, (x, y) => x > 18 && y > 18],
  ['the top', square, (_, y) => y < 9],
  ['the right', square, (x) => x > 18],
  ['the middle', square, (x, y) => x > 10 && x < 18 && y > 10 && y < 18],
  ['the whole drawing', square, () => true],
  ['the bottom', bar, (_, y) => y > 18],
])('says %s', (words, glyph, inside) => {
  expect(whereHot(filled(inside), glyph)).toBe(words);
});

it('says nothing where no ink is hot', () => {
  expect(
    whereHot(
      filled((x) => x < 3),
      square,
    ),
  ).toBe(undefined);
  expect(whereHot(new Float32Array(GLYPH_PIXELS), square)).toBe(undefined);
});
