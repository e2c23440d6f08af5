import { describe, expect, it } from '@jest/globals';
import type { Stroke } from '@inkling/ink';
import { createRandom } from '../../../random.js';
import { blurred, drawnInk, pastedGlyph, photographed, type Coverage } from './pictures.js';

const CROSS: readonly Stroke[] = [[[0, 5], [10, 5]], [[5, 0], [5, 10]]]; // prettier-ignore
const sumOf = ({ ink }: Coverage) => ink.reduce((sum, value) => sum + value, 0);

/** Where the ink's weight lies, as parts of the side. */
function middleOf({ side, ink }: Coverage): [number, number] {
  let [x, y] = [0, 0];
  ink.forEach((value, at) => {
    x += value * ((at % side) + 0.5);
    y += value * (Math.floor(at / side) + 0.5);
  });
  return [x / sumOf({ side, ink }) / side, y / sumOf({ side, ink }) / side];
}

/** A glyph with one pixel of ink. */
function dotAt(column: number, row: number): Float32Array {
  const glyph = new Float32Array(784);
  glyph[row * 28 + column] = 1;
  return glyph;
}

describe('drawnInk', () => {
  it('lays a drawing where it shall lie, as large and as thick as it shall be', () => {
    const drawn = drawnInk(CROSS, { side: 100, size: 40, pen: 4, x: 0.3, y: 0.6 });
    const [x, y] = middleOf(drawn);
    expect(x).toBeCloseTo(0.3, 2);
    expect(y).toBeCloseTo(0.6, 2);
    // Two lines of 40 x 4 with round ends, less what they share.
    expect(sumOf(drawn)).toBeCloseTo(2 * (160 + 4 * Math.PI) - 16, -1);
  });
});

describe('pastedGlyph', () => {
  it('turns clockwise, scales, and moves', () => {
    const turnedDot = pastedGlyph(dotAt(20, 13), { side: 112, scale: 4, degrees: 90 });
    const [x, y] = middleOf(turnedDot);
    // 6.5 pixels right of the middle and half a pixel above it become 6.5 below and half a pixel right.
    expect(x).toBeCloseTo((14.5 * 4) / 112, 2);
    expect(y).toBeCloseTo((20.5 * 4) / 112, 2);
    const movedDot = pastedGlyph(dotAt(13, 13), { side: 100, scale: 2, x: 0.25, y: 0.75 });
    expect(middleOf(movedDot)[0]).toBeCloseTo(0.24, 2);
    expect(middleOf(movedDot)[1]).toBeCloseTo(0.74, 2);
  });
});

describe('blurred', () => {
  it('spreads ink evenly to all sides and loses none', () => {
    const sharp = { side: 41, ink: new Float32Array(41 * 41) };
    sharp.ink[20 * 41 + 20] = 1;
    const soft = blurred(sharp, 2);
    expect(sumOf(soft)).toBeCloseTo(1, 5);
    expect(Math.max(...soft.ink)).toBeLessThan(0.1);
    expect(soft.ink[20 * 41 + 23]).toBeCloseTo(soft.ink[17 * 41 + 20]!, 6);
  });
});

describe('photographed', () => {
  const half = {
    side: 60,
    ink: Float32Array.from({ length: 3600 }, (_, at) => (at % 60 < 30 ? 0 : 1)),
  };

  it('gives paper and ink their tones', () => {
    const { pixels } = photographed(half, { paper: 240, ink: 20 }, createRandom(1));
    expect([...new Set(pixels)]).toEqual([240, 20]);
  });

  it('darkens the corners, slopes the light, and adds noise', () => {
    const paper = { side: 60, ink: new Float32Array(3600) };
    const corners = photographed(paper, { paper: 200, ink: 0, vignette: 0.5 }, createRandom(1));
    expect(corners.pixels[0]!).toBeLessThan(110);
    expect(corners.pixels[30 * 60 + 30]).toBe(200);
    const sloped = photographed(paper, { paper: 200, ink: 0, slope: 0.5 }, createRandom(1)).pixels;
    expect(Math.abs(sloped[0]! - sloped[3599]!)).toBeGreaterThan(10);
    const noisy = [
      ...photographed(paper, { paper: 128, ink: 0, noise: 10 }, createRandom(1)).pixels,
    ];
    const mean = noisy.reduce((sum, value) => sum + value, 0) / 3600;
    const deviation = Math.sqrt(noisy.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3600);
    expect(mean).toBeCloseTo(128, -1);
    expect(deviation).toBeCloseTo(10, 0);
  });
});
