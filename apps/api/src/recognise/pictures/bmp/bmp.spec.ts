import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { writeBmp, type BmpOptions } from '../../../testing/bmp-writer.js';
import { BmpError, readBmpHeader } from './bmp-header.js';
import { decodeBmp } from './bmp.js';

const FORMATS: readonly BmpOptions[] = [
  ...([1, 2, 4, 8, 24, 32] as const).flatMap((bitsPerPixel) => [
    { bitsPerPixel },
    { bitsPerPixel, topDown: true },
  ]),
  { bitsPerPixel: 1, header: 12 },
  { bitsPerPixel: 8, header: 12 },
  { bitsPerPixel: 24, header: 12 },
  { bitsPerPixel: 4, runs: true },
  { bitsPerPixel: 8, runs: true },
  { bitsPerPixel: 32, masks: [0xff0000, 0xff00, 0xff] },
  { bitsPerPixel: 32, masks: [0xff000000, 0xff0000, 0xff00] },
  { bitsPerPixel: 32, header: 108, masks: [0xff0000, 0xff00, 0xff, 0xff000000] },
  // As clipboards write it.
  { bitsPerPixel: 32, header: 124, masks: [0xff0000, 0xff00, 0xff, 0xff000000] },
  { bitsPerPixel: 24, header: 124 },
];

const FEW_BITS: readonly BmpOptions[] = [
  { bitsPerPixel: 16 },
  { bitsPerPixel: 16, masks: [0xf800, 0x7e0, 0x1f] },
  { bitsPerPixel: 16, header: 124, masks: [0xf00, 0xf0, 0xf, 0xf000] },
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

const opaque = (rgb: Uint8Array): Buffer =>
  Buffer.from(
    Array.from({ length: rgb.length / 3 }, (_, at) => [
      ...rgb.subarray(at * 3, at * 3 + 3),
      255,
    ]).flat(),
  );

describe('decodeBmp', () => {
  it('gives back the pixels of every format it reads', () => {
    fc.assert(
      fc.property(pictures, ({ format, width, height, rgb }) => {
        const decoded = decodeBmp(writeBmp(width, height, rgb, format), 1000);
        expect(decoded).toMatchObject({ width, height });
        expect(Buffer.from(decoded.pixels)).toEqual(opaque(rgb));
      }),
      { numRuns: 300 },
    );
  });

  it.each(FEW_BITS)('gives back as much of the colours as is in the file: %j', (format) => {
    const rgb = Uint8Array.from({ length: 7 * 5 * 3 }, (_, at) => (at * 37) & 0xff);
    const { pixels } = decodeBmp(writeBmp(7, 5, rgb, format), 100);
    const off = opaque(rgb).map((value, at) => Math.abs(value - pixels[at]!));
    expect(Math.max(...off)).toBeLessThanOrEqual(9);
  });

  it('reads alpha, unless it is 0 everywhere', () => {
    const format = { bitsPerPixel: 32, header: 124, masks: [0xff0000, 0xff00, 0xff, 0xff000000] };
    const file = writeBmp(2, 1, Uint8Array.of(9, 8, 7, 6, 5, 4), format as BmpOptions);
    file[file.length - 1] = 0;
    expect([...decodeBmp(file, 9).pixels]).toEqual([9, 8, 7, 255, 0, 0, 0, 0]);
    file[file.length - 5] = 0;
    expect([...decodeBmp(file, 9).pixels]).toEqual([9, 8, 7, 255, 6, 5, 4, 255]);
  });

  it('takes its last rows to be white when the file is cut within them', () => {
    const file = writeBmp(8, 20, new Uint8Array(480), { bitsPerPixel: 24, topDown: true });
    const { pixels } = decodeBmp(file.subarray(0, file.length - 20), 100);
    expect([pixels[18 * 32], pixels[19 * 32]]).toEqual([0, 255]);
    expect(() => decodeBmp(file.subarray(0, file.length - 200), 100)).toThrow(/cut short/);
  });

  it.each([4, 8] as const)('does the same with runs of %i bits', (bitsPerPixel) => {
    // Literal bytes, so that each row has a part in the file.
    const rgb = Uint8Array.from({ length: 8 * 20 * 3 }, (_, at) => 16 * (Math.floor(at / 3) % 8));
    const file = writeBmp(8, 20, rgb, { bitsPerPixel, runs: true });
    const rowBytes = bitsPerPixel === 8 ? 12 : 8;
    const pixels = decodeBmp(file.subarray(0, file.length - rowBytes - 2), 100).pixels;
    // Stored from the bottom: the second row is whole, and of the first one there is too little.
    expect([pixels[0], pixels[32], pixels[36]]).toEqual([255, 0, 16]);
    const half = file.subarray(0, file.length - 10 * rowBytes);
    expect(() => decodeBmp(half, 100)).toThrow(/cut short/);
  });

  it('finds the pixels where the header leaves their place out', () => {
    const file = writeBmp(2, 1, Uint8Array.of(9, 8, 7, 6, 5, 4), { bitsPerPixel: 24 });
    file.writeUInt32LE(0, 10);
    expect([...decodeBmp(file, 9).pixels]).toEqual([9, 8, 7, 255, 6, 5, 4, 255]);
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
            expect(decoded.pixels).toHaveLength(decoded.width * decoded.height * 4);
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
    expect(pixels[2 * 4]).toBe(255);
  });

  it.each([
    ['compressed', 30, 2, /compressed/],
    ['JPEG', 30, 4, /as JPEG/],
    ['64 bits', 28, 64, /64 bits/],
  ])('refuses %s ones with a word on what to do', (_name, at, value, message) => {
    const bytes = writeBmp(2, 2, new Uint8Array(12), { bitsPerPixel: 8 });
    bytes.writeUInt16LE(value, at);
    expect(() => readBmpHeader(bytes)).toThrow(message);
  });
});
