import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import sharp from 'sharp';
import { ProblemError } from '../../../common/problem-error.js';
import { writeBmp } from '../../../testing/bmp-writer.js';
import { writeTiff } from '../../../testing/tiff-writer.js';
import { checkCost, isDear } from '../picture-limits.js';
import { withoutLeadingMarks } from './format.js';
import { readPictureHeader } from './picture-header.js';

const picture = (width = 37, height = 21) =>
  sharp({ create: { width, height, channels: 3, background: '#fff' } });

const FILES: readonly (readonly [string, Buffer])[] = await Promise.all([
  ['PNG', await picture().png().toBuffer()],
  ['JPEG', await picture().jpeg().toBuffer()],
  ['JPEG', await picture().jpeg({ progressive: true }).toBuffer()],
  ['WebP', await picture().webp().toBuffer()],
  ['WebP', await picture().webp({ lossless: true }).toBuffer()],
  ['WebP', await picture().ensureAlpha(0.5).webp().toBuffer()],
  ['GIF', await picture().gif().toBuffer()],
  ['TIFF', await picture().tiff().toBuffer()],
  ['TIFF', await picture().tiff({ tile: true, compression: 'lzw' }).toBuffer()],
  ['TIFF', writeTiff(37, 21, Array<number>(37 * 21).fill(1), { bits: 16, isBig: true })],
  ['AVIF', await picture().avif({ effort: 0 }).toBuffer()],
  ['BMP', writeBmp(37, 21, new Uint8Array(37 * 21 * 3), { bitsPerPixel: 8 })],
]);

/** A header's numbers overwritten: what it says and what the file holds are two things. */
const pngSaying = (width: number, height: number, depth = 8, colour = 6, interlace = 0) => {
  const bytes = Buffer.from(FILES[0]![1]);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.set([depth, colour, 0, 0, interlace], 24);
  return bytes;
};

const costOf = (bytes: Uint8Array) => {
  const header = readPictureHeader(bytes);
  checkCost(header);
  return header;
};

describe('readPictureHeader', () => {
  it.each(FILES)('tells the size of a %s', (name, bytes) => {
    expect(readPictureHeader(bytes)).toMatchObject({ name, width: 37, height: 21 });
  });

  it.each(FILES)('gives a header or a problem for any damage to a %s', (_name, bytes) => {
    const changes = fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 6 });
    fc.assert(
      fc.property(changes, fc.nat(bytes.length), (damage, length) => {
        const changed = Buffer.from(bytes.subarray(0, length));
        for (const [at, value] of damage) if (at < changed.length) changed[at] = value;
        try {
          const { width, height } = readPictureHeader(changed);
          expect(Math.min(width, height)).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(ProblemError);
        }
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['a HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic', /HEIC.*Most Compatible/],
    ['a video', '\0\0\0\x18ftypmp42\0\0\0\0mp42isom', /video/],
    ['an SVG', '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', /SVG.*PNG/],
    ['a web page', '<!DOCTYPE html><html>', /web page/],
    ['a PDF', '%PDF-1.7', /PDF.*screenshot/],
    ['a JPEG XL', '\xff\x0a\x00\x10', /JPEG XL/],
    ['a JPEG 2000', '\0\0\0\x0cjP  \r\n', /JPEG 2000/],
    ['a Photoshop file', '8BPS\0\x01', /Photoshop/],
    ['an icon', '\0\0\x01\0\x01\0', /ICO/],
    ['a PNM', 'P6\n3 3\n255\n', /PNM/],
    ['an archive', 'PK\x03\x04', /archive/],
    ['anything else', 'hello world', /PNG, JPEG, WebP, GIF, TIFF, AVIF or BMP/],
  ])('says what %s is and what to do', (_name, text, detail) => {
    expect(() => readPictureHeader(Buffer.from(text, 'latin1'))).toThrow(detail);
  });
});

describe('a TIFF with samples that no decoder here takes', () => {
  it.each([
    ['floating', 64],
    ['whole', 64],
    ['whole', 12],
  ] as const)('is told so: %s numbers of %i bits', (kind, bits) => {
    const tiff = writeTiff(4, 1, [0, 1, 1, 0], { bits, kind });
    expect(() => readPictureHeader(tiff)).toThrow(
      `A TIFF with ${bits} bits a sample cannot be read. Save it with 8 or 16, or as PNG.`,
    );
  });
});

it('says that floating numbers of 16 bits in a TIFF are not read', () => {
  const tiff = writeTiff(4, 1, [0, 1, 0.5, 0], { bits: 16, kind: 'floating' });
  expect(() => readPictureHeader(tiff)).toThrow(
    'A TIFF with floating-point numbers of 16 bits cannot be read.',
  );
});

describe('withoutLeadingMarks', () => {
  const png = FILES[0]![1];

  it.each(['\xef\xbb\xbf', '\n', '\r\n\r\n', '  \t', '\xef\xbb\xbf\n'])('drops %j', (marks) => {
    const file = Buffer.concat([Buffer.from(marks, 'latin1'), png]);
    expect(Buffer.from(withoutLeadingMarks(file)).equals(png)).toBe(true);
  });

  it('leaves what is no picture after them', () => {
    const text = Buffer.from('\n hello');
    expect(withoutLeadingMarks(text)).toBe(text);
  });
});

describe('checkCost', () => {
  it.each([
    ['one row of pixels', pngSaying(40_000_000, 1)],
    ['one column', pngSaying(1, 40_000_000)],
    ['many pixels', pngSaying(12_000, 12_000)],
    ['16 bits of four channels, interlaced', pngSaying(6324, 6324, 16, 6, 1)],
    ['a size that overflows', pngSaying(0xffffffff, 0xffffffff)],
  ])('refuses %s', (_name, bytes) => {
    expect(() => costOf(bytes)).toThrow(expect.objectContaining({ code: 'too_large' }));
  });

  it('refuses a JPEG of a thousand scans', async () => {
    const jpeg = await picture(4000, 3000).jpeg({ progressive: true }).toBuffer();
    const scan = Buffer.from([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]);
    const scans = Array<Buffer>(1000).fill(scan);
    const bytes = Buffer.concat([jpeg.subarray(0, -2), ...scans, jpeg.subarray(-2)]);
    expect(() => costOf(bytes)).toThrow(expect.objectContaining({ code: 'too_large' }));
    expect(() => costOf(bytes.subarray(0, -2))).toThrow();
  });

  it('takes no video behind a photo for scans', async () => {
    const photo = await picture(4000, 3000).jpeg().toBuffer();
    const video = Buffer.alloc(3_000_000, Buffer.from([0xff, 0xda, 0, 8]));
    expect(costOf(Buffer.concat([photo, video]))).toEqual(costOf(photo));
  });

  it.each([
    [false, 'a screenshot', pngSaying(1920, 1080)],
    [true, 'a large one', pngSaying(6000, 5000)],
  ])('finds that it is %s that %s is dear', (dear, _name, bytes) => {
    expect(isDear(costOf(bytes))).toBe(dear);
  });

  it('lets a photo of 48 megapixels in, of which 12 are cheap', async () => {
    const photo = async (width: number, height: number) =>
      isDear(costOf(await picture(width, height).jpeg().toBuffer()));
    expect([await photo(4000, 3000), await photo(8000, 6000)]).toEqual([false, true]);
  });
});
