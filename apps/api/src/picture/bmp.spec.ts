import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { writeBmp, type BmpOptions } from '../testing/bmp-writer.js';
import { BmpError, decodeBmp, readBmpHeader } from './bmp.js';

const FORMATS: readonly BmpOptions[] = [
  ...([1, 4, 8, 24, 32] as const).flatMap((bitsPerPixel) => [
    { bitsPerPixel },
    { bitsPerPixel, topDown: true },
  ]),
  { bitsPerPixel: 1, core: true },
  { bitsPerPixel: 8, core: true },
  { bitsPerPixel: 24, core: true },
  { bitsPerPixel: 32, masks: [0xff0000, 0xff00, 0xff] },
  { bitsPerPixel: 32, masks: [0xff000000, 0xff0000, 0xff00] },
];

/** Any picture, with as few colours as the palette holds. */
const pictures = fc
  .record({
    format: fc.constantFrom(...FORMATS),
    width: fc.integer({ min: 1, max: 40 }),
    height: fc.integer({ min: 1, max: 12 }),
    seed: fc.integer(),
  })
  .map(({ format, width, height, seed }) => {
    const colours = Math.min(2 ** format.bitsPerPixel, 200);
    const rgb = new Uint8Array(width * height * 3);
    let state = seed >>> 0;
    for (let pixel = 0; pixel < width * height; pixel++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const colour = (state >>> 8) % colours;
      rgb.set([colour, (colour * 7) & 0xff, 255 - colour], pixel * 3);
    }
    return { format, width, height, rgb };
  });

describe('decodeBmp', () => {
  it('gives back the pixels of every format it reads', () => {
    fc.assert(
      fc.property(pictures, ({ format, width, height, rgb }) => {
        const decoded = decodeBmp(writeBmp(width, height, rgb, format), 1000);
        expect(decoded).toMatchObject({ width, height });
        expect(Buffer.from(decoded.pixels)).toEqual(Buffer.from(rgb));
      }),
      { numRuns: 300 },
    );
  });

  it('gives a picture or a BmpError for any damage', () => {
    fc.assert(
      fc.property(
        pictures,
        fc.array(fc.tuple(fc.nat(120), fc.nat(255)), { maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ format, width, height, rgb }, damage, kept) => {
          const whole = writeBmp(width, height, rgb, format);
          for (const [at, value] of damage) if (at < whole.length) whole[at] = value;
          const bytes = whole.subarray(0, Math.ceil(whole.length * kept));
          try {
            const decoded = decodeBmp(bytes, 200);
            expect(decoded.pixels).toHaveLength(decoded.width * decoded.height * 3);
            expect(Math.max(decoded.width, decoded.height)).toBeLessThanOrEqual(200);
          } catch (error) {
            expect(error).toBeInstanceOf(BmpError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('gives a picture or a BmpError for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
        try {
          decodeBmp(Buffer.concat([Buffer.from('BM'), tail]), 100);
        } catch (error) {
          expect(error).toBeInstanceOf(BmpError);
        }
      }),
    );
  });

  it('reduces a large picture by the mean of its pixels', () => {
    const rgb = new Uint8Array(5 * 3 * 3);
    // The left four columns alternate black and white, the last one is white.
    for (let pixel = 0; pixel < 15; pixel++) {
      rgb.fill(pixel % 5 === 4 || pixel % 2 === 0 ? 255 : 0, pixel * 3, pixel * 3 + 3);
    }
    const { width, height, pixels } = decodeBmp(writeBmp(5, 3, rgb, { bitsPerPixel: 24 }), 3);
    expect([width, height]).toEqual([3, 2]);
    expect(pixels[0]).toBe(128);
    expect(pixels[2 * 3]).toBe(255);
  });

  it.each([
    ['compressed', 30, 1, /compressed/],
    ['16 bits', 28, 16, /16 bits/],
  ])('refuses %s ones with a word on what to do', (_name, at, value, message) => {
    const bytes = writeBmp(2, 2, new Uint8Array(12), { bitsPerPixel: 8 });
    bytes.writeUInt16LE(value, at);
    expect(() => readBmpHeader(bytes)).toThrow(message);
  });
});
