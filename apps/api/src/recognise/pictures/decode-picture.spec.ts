import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { writeBmp } from '../../testing/bmp-writer.js';
import { writeTiff, type TiffOptions } from '../../testing/tiff-writer.js';
import { decodePicture } from './decode-picture.js';
import { readPictureHeader } from './header/picture-header.js';

const decode = (bytes: Uint8Array) => decodePicture(bytes, readPictureHeader(bytes));

const SIZE = { width: 40, height: 30 };

/** White, 40 x 30, with a black block in its top left corner. */
const block = () =>
  sharp({ create: { ...SIZE, channels: 3, background: '#fff' } }).composite([
    {
      input: { create: { width: 10, height: 10, channels: 3, background: '#000' } },
      top: 0,
      left: 0,
    },
  ]);

/** Red of a pixel: every picture here is grey. */
const at = ({ width, pixels }: Awaited<ReturnType<typeof decode>>, x: number, y: number): number =>
  pixels[(y * width + x) * 4]!;

/** A white picture of that many bits in 16 with a black block, as sensors give it. */
const sixteenBits = (white: number) =>
  sharp(
    Uint16Array.from({ length: 1200 }, (_, pixel) => (pixel % 40 < 10 && pixel < 400 ? 0 : white)),
    { raw: { ...SIZE, channels: 1 } },
  ).toColourspace('grey16');

describe('decodePicture', () => {
  it.each(['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)('reads %s', async (format) => {
    const picture = await decode(await block().toFormat(format).toBuffer());
    expect(picture).toMatchObject(SIZE);
    expect(picture.pixels).toHaveLength(4800);
    expect(at(picture, 3, 3)).toBeLessThan(12);
    expect(at(picture, 30, 20)).toBeGreaterThan(243);
  });

  it('reads BMP', async () => {
    const rgb = await block().removeAlpha().raw().toBuffer();
    const picture = await decode(writeBmp(40, 30, rgb, { bitsPerPixel: 8 }));
    expect([at(picture, 3, 3), at(picture, 30, 20)]).toEqual([0, 255]);
  });

  it.each<[string, number, number, TiffOptions]>([
    ['whole numbers of 32 bits', 0, 2 ** 32 - 1, { bits: 32 }],
    ['whole numbers of 32 bits that use 8', 10, 250, { bits: 32 }],
    ['floating numbers up to 1', 0.04, 0.98, { bits: 32, kind: 'floating' }],
    ['floating numbers up to 255', 10, 250, { bits: 32, kind: 'floating' }],
    ['floating numbers of a BigTIFF', 0.04, 0.98, { bits: 32, kind: 'floating', isBig: true }],
    ['a BigTIFF', 10, 250, { bits: 8, isBig: true }],
  ])('reads %s', async (_what, black, white, options) => {
    const values = Array.from({ length: 1200 }, (_, pixel) =>
      pixel % 40 < 10 && pixel < 400 ? black : white,
    );
    const picture = await decode(writeTiff(40, 30, values, options));
    expect(picture).toMatchObject(SIZE);
    expect(at(picture, 3, 3)).toBeLessThan(12);
    expect(at(picture, 30, 20)).toBeGreaterThan(243);
    expect(picture.pixels[3]).toBe(255);
  });

  it.each([
    ['size', 0, 40],
    ['size, with its frame to the right,', 5, 45],
  ])('reads a GIF whose screen has no %s', async (_what, left, width) => {
    const gif = await block().gif({ effort: 1 }).toBuffer();
    const frame = gif.indexOf(Buffer.from([0x2c, 0, 0, 0, 0, SIZE.width, 0, SIZE.height, 0]));
    gif.fill(0, 6, 10);
    gif[frame + 1] = left;
    const picture = await decode(gif);
    expect(picture).toMatchObject({ width, height: SIZE.height });
    expect([at(picture, left + 3, 3), at(picture, 30, 20)]).toEqual([0, 255]);
  });

  it('reads the first picture of an animation', async () => {
    const frames = await sharp({ create: { ...SIZE, height: 60, channels: 3, background: '#fff' } })
      .composite([{ input: await block().png().toBuffer(), top: 0, left: 0 }])
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { channels } = frames.info;
    const gif = await sharp(frames.data, {
      raw: { width: 40, height: 60, channels, pageHeight: 30 },
    })
      .gif()
      .toBuffer();
    const picture = await decode(gif);
    expect(picture).toMatchObject(SIZE);
    expect(at(picture, 3, 3)).toBe(0);
  });

  it('turns pictures upright by their EXIF', async () => {
    // 6: the top of the picture is at the right-hand side of what is stored.
    const bytes = await block()
      .jpeg()
      .withExifMerge({})
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const picture = await decode(bytes);
    expect([picture.width, picture.height]).toEqual([30, 40]);
    expect(at(picture, 27, 3)).toBeLessThan(10);
    expect(at(picture, 3, 3)).toBeGreaterThan(245);
  });

  it('keeps transparency', async () => {
    const bytes = await sharp({ create: { width: 8, height: 8, channels: 4, background: '#0f02' } })
      .png()
      .toBuffer();
    expect([...(await decode(bytes)).pixels.subarray(0, 4)]).toEqual([0, 255, 0, 0x22]);
  });

  it.each([0xffff, 0xfff, 0x3ff, 0xff, 1])(
    'takes the values up to %i of 16 bits to be all of them',
    async (white) => {
      const picture = await decode(await sixteenBits(white).png().toBuffer());
      expect([at(picture, 3, 3), at(picture, 30, 20)]).toEqual([0, 255]);
      expect(picture.pixels[3]).toBe(255);
    },
  );

  it.each(['png', 'tiff', 'gif'] as const)('reads a mask of 0 and 1 as %s', async (format) => {
    const mask = Uint8Array.from({ length: 1200 }, (_, pixel) => (pixel % 40 < 10 ? 1 : 0));
    const grey = sharp(mask, { raw: { ...SIZE, channels: 1 } }).toColourspace('b-w');
    const lossless = { compression: 'lzw' } as const;
    const bytes = await (format === 'tiff' ? grey.tiff(lossless) : grey[format]()).toBuffer();
    const picture = await decode(bytes);
    expect([at(picture, 3, 3), at(picture, 30, 20)]).toEqual([255, 0]);
  });

  it('leaves a dark JPEG as dark as it is', async () => {
    const dark = sharp({ create: { ...SIZE, channels: 3, background: '#020202' } });
    expect(at(await decode(await dark.jpeg().toBuffer()), 3, 3)).toBeLessThan(5);
  });

  it('reduces what is larger than needed', async () => {
    const large = sharp({ create: { width: 3000, height: 1000, channels: 3, background: '#888' } });
    expect(await decode(await large.jpeg().toBuffer())).toMatchObject({ width: 1600, height: 533 });
  });

  it('reads a JPEG of 48 megapixels', async () => {
    const bytes = await sharp({
      create: { width: 8000, height: 6000, channels: 3, background: '#eee' },
    })
      .jpeg()
      .toBuffer();
    expect(await decode(bytes)).toMatchObject({ width: 1600, height: 1200 });
  });

  describe('of a file whose end is missing', () => {
    /** Tall, with noise, so that a file's bytes stand for its rows. */
    const noisy = async (format: 'jpeg' | 'png' | 'gif', options = {}) => {
      const pixels = Uint8Array.from({ length: 200 * 400 }, (_, pixel) =>
        pixel % 200 < 40 ? 0 : 200 + ((pixel * 7919) % 55),
      );
      const grey = sharp(pixels, { raw: { width: 200, height: 400, channels: 1 } });
      return grey.toColourspace('b-w').toFormat(format, options).toBuffer();
    };

    it.each([
      ['jpeg', {}, 2],
      ['jpeg', {}, 40],
      ['jpeg', { progressive: true }, 2],
      ['png', { compressionLevel: 0 }, 300],
      ['gif', {}, 3],
    ] as const)('reads %s %j without %i bytes', async (format, options, missing) => {
      const bytes = await noisy(format, options);
      const picture = await decode(bytes.subarray(0, bytes.length - missing));
      expect(at(picture, 10, 100)).toBeLessThan(30);
      expect(at(picture, 150, 100)).toBeGreaterThan(180);
    });

    it.each(['jpeg', 'png', 'gif'] as const)('refuses half of a %s', async (format) => {
      const bytes = await noisy(format, format === 'png' ? { compressionLevel: 0 } : {});
      await expect(decode(bytes.subarray(0, bytes.length / 2))).rejects.toMatchObject({
        code: 'unreadable_picture',
      });
    });
  });
});
