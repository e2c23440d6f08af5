import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { GreyPicture } from '../types.js';
import {
  overviewOf,
  overviewOfExtremes,
  rangesInCommon,
  shrinkPicture,
  shrinkToExtremes,
} from './overview.js';

const picture = (width: number, height: number, tone: (x: number, y: number) => number) => ({
  width,
  height,
  pixels: Uint8Array.from({ length: width * height }, (_, at) =>
    tone(at % width, Math.floor(at / width)),
  ),
});

/** The tones of the square that a pixel of the overview stands for. */
function tonesUnder({ width, height, pixels }: GreyPicture, factor: number, x: number, y: number) {
  const tones: number[] = [];
  for (let row = y * factor; row < Math.min(height, (y + 1) * factor); row++) {
    for (let column = x * factor; column < Math.min(width, (x + 1) * factor); column++) {
      tones.push(pixels[row * width + column]!);
    }
  }
  return tones;
}

const RANGES = [
  { least: 0, most: 99 },
  { least: 100, most: 255 },
  { least: -20, most: 230 },
  { least: 40, most: 300 },
];
/** Of each tone the ranges that it is in. */
const BITS = Uint8Array.from({ length: 256 }, (_, tone) =>
  RANGES.reduce(
    (bits, { least, most }, bit) => bits | (+(tone >= least && tone <= most) << bit),
    0,
  ),
);

describe('overviewOf', () => {
  it('has the mean of each square, whole or not, and the ranges that all its tones are in', () => {
    const size = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(size, size, fc.nat(), (width, height, seed) => {
        const sent = picture(width, height, (x, y) => (x * x * 31 + y * 7919 + seed) % 256);
        const { factor, tones: means } = overviewOf(sent);
        expect(factor > 1).toBe(Math.max(width, height) > 160);
        expect(Math.max(means.width, means.height)).toBeLessThanOrEqual(factor > 1 ? 128 : 160);
        const search = rangesInCommon(sent, RANGES, 160);
        const { bits } = search;
        expect(Math.max(bits.width, bits.height)).toBeLessThanOrEqual(160);
        const last = { x: means.width - 1, y: means.height - 1 };
        for (const { x, y } of [{ x: 0, y: 0 }, { x: last.x >> 1, y: last.y >> 1 }, last]) {
          const tones = tonesUnder(sent, factor, x, y);
          const mean = tones.reduce((sum, tone) => sum + tone, 0) / tones.length;
          expect(means.values[y * means.width + x]).toBeCloseTo(mean / 255, 5);
          const under = tonesUnder(sent, search.factor, x, y);
          expect(bits.values[y * bits.width + x]).toBe(
            under.reduce((common, tone) => common & BITS[tone]!, 255),
          );
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('overviewOfExtremes', () => {
  it('has the darkest or the lightest tone of each square, whole or not', () => {
    const size = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(size, size, fc.nat(), (width, height, seed) => {
        const sent = picture(width, height, (x, y) => (x * x * 31 + y * 7919 + seed) % 256);
        for (const [extreme, pick] of [
          ['darkest', Math.min],
          ['lightest', Math.max],
        ] as const) {
          const { factor, tones } = overviewOfExtremes(sent, extreme);
          expect(factor).toBe(overviewOf(sent).factor);
          const last = { x: tones.width - 1, y: tones.height - 1 };
          for (const { x, y } of [{ x: 0, y: 0 }, { x: last.x >> 1, y: last.y >> 1 }, last]) {
            const under = tonesUnder(sent, factor, x, y);
            const tone = tones.values[y * tones.width + x]!;
            expect(tone).toBeCloseTo(pick(...under) / 255, 5);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('shrinks in two steps to the same tones as in one', () => {
    const sent = picture(900, 600, (x, y) => (x * x * 31 + y * 7919) % 256);
    const once = shrinkToExtremes(sent, 75, 'darkest');
    const twice = shrinkToExtremes(shrinkToExtremes(sent, 300, 'darkest'), 75, 'darkest');
    expect([once.width, once.height]).toEqual([75, 50]);
    expect(Array.from(twice.pixels)).toEqual(Array.from(once.pixels));
    expect(shrinkToExtremes(sent, 900, 'lightest')).toBe(sent);
  });
});

describe('shrinkPicture', () => {
  it('keeps tones and aspect, and never enlarges', () => {
    const halves = picture(1300, 700, (x) => (x < 650 ? 40 : 200));
    const small = shrinkPicture(halves, 640);
    expect([small.width, small.height]).toEqual([434, 234]);
    expect([small.pixels[0], small.pixels[100 * 434 + 433]]).toEqual([40, 200]);
    expect(shrinkPicture(halves, 1300)).toBe(halves);
  });

  it.each([2, 3, 6])('takes the rounded mean of pixels of each square of %i', (factor) => {
    const side = 40 * factor;
    const sent = picture(side - 1, side, (x, y) => (x * x * 31 + y * 7919) % 256);
    const places = [...new Set([0.5, 1.5, 2.5].map((at) => Math.floor((at * factor) / 3)))];
    const seen = factor === 2 ? [0, 1] : places;
    const small = shrinkPicture(sent, 40);
    expect([small.width, small.height]).toEqual([40, 40]);
    for (const [x, y] of [
      [0, 0],
      [17, 39],
      [39, 5],
    ] as const) {
      let sum = 0;
      for (const row of seen) {
        for (const column of seen) {
          const at = Math.min(side - 2, x * factor + column);
          sum += sent.pixels[(y * factor + row) * (side - 1) + at]!;
        }
      }
      expect(small.pixels[y * 40 + x]).toBe(Math.round(sum / seen.length ** 2));
    }
  });
});
