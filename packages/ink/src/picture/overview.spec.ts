import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { GreyPicture } from '../types.js';
import { extremesOf, overviewOf, shrinkPicture } from './overview.js';

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

describe('overviewOf', () => {
  it('has the mean, the darkest and the lightest tone of each square, whole or not', () => {
    const size = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(size, size, fc.nat(), (width, height, seed) => {
        const sent = picture(width, height, (x, y) => (x * x * 31 + y * 7919 + seed) % 256);
        const { factor, means } = overviewOf(sent);
        expect(factor > 1).toBe(Math.max(width, height) > 160);
        expect(Math.max(means.width, means.height)).toBeLessThanOrEqual(factor > 1 ? 128 : 160);
        const extremes = extremesOf(sent, 160);
        expect(Math.max(extremes.width, extremes.height)).toBeLessThanOrEqual(160);
        const last = { x: means.width - 1, y: means.height - 1 };
        for (const { x, y } of [{ x: 0, y: 0 }, { x: last.x >> 1, y: last.y >> 1 }, last]) {
          const tones = tonesUnder(sent, factor, x, y);
          const mean = tones.reduce((sum, tone) => sum + tone, 0) / tones.length;
          expect(means.values[y * means.width + x]).toBeCloseTo(mean / 255, 5);
          const under = tonesUnder(sent, extremes.factor, x, y);
          expect(extremes.darkest[y * extremes.width + x]).toBe(Math.min(...under));
          expect(extremes.lightest[y * extremes.width + x]).toBe(Math.max(...under));
        }
      }),
      { numRuns: 30 },
    );
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
});
