import { describe, expect, it, jest } from '@jest/globals';
import sharp from 'sharp';
import { writeBmp } from '../testing/bmp-writer.js';
import { decodeBmp } from './bmp.js';
import { decodePicture } from './decode-picture.js';

const decode = (bytes: Uint8Array) =>
  decodePicture(bytes, async (bmp, maxSide) => decodeBmp(bmp, maxSide));

/** White, 40 x 30, with a black block in its top left corner. */
const block = () =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: '#fff' } }).composite([
    {
      input: { create: { width: 10, height: 10, channels: 3, background: '#000' } },
      top: 0,
      left: 0,
    },
  ]);

describe('decodePicture', () => {
  it.each(['png', 'jpeg', 'webp'] as const)('reads %s', async (format) => {
    const { grey, kept } = await decode(await block().toFormat(format).toBuffer());
    expect([grey.width, grey.height]).toEqual([40, 30]);
    expect(grey.pixels).toHaveLength(1200);
    expect(grey.pixels[3 * 40 + 3]!).toBeLessThan(10);
    expect(grey.pixels[20 * 40 + 30]!).toBeGreaterThan(245);
    const stored = await kept;
    expect(stored).toMatchObject({ mediaType: 'image/jpeg', width: 40, height: 30 });
  });

  it('reads BMP', async () => {
    const rgb = await block().removeAlpha().raw().toBuffer();
    const { grey, kept } = await decode(writeBmp(40, 30, rgb, { bitsPerPixel: 8 }));
    expect(grey.pixels[3 * 40 + 3]).toBe(0);
    expect(grey.pixels[20 * 40 + 30]).toBe(255);
    expect((await kept).width).toBe(40);
  });

  it('turns pictures upright by their EXIF', async () => {
    // 6: the top of the picture is at the right-hand side of what is stored.
    const bytes = await block()
      .jpeg()
      .withExifMerge({})
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const { grey, kept } = await decode(bytes);
    expect([grey.width, grey.height]).toEqual([30, 40]);
    expect(grey.pixels[3 * 30 + 27]!).toBeLessThan(10);
    expect(grey.pixels[3 * 30 + 3]!).toBeGreaterThan(245);
    const { width, height, bytes: stored } = await kept;
    expect([width, height]).toEqual([30, 40]);
    // Nothing of the metadata is kept.
    const metadata = await sharp(Buffer.from(stored)).metadata();
    expect(metadata.exif).toBeUndefined();
    expect(metadata.orientation).toBeUndefined();
  });

  it('puts transparent pictures on white', async () => {
    const bytes = await sharp({ create: { width: 8, height: 8, channels: 4, background: '#0000' } })
      .png()
      .toBuffer();
    expect(new Set((await decode(bytes)).grey.pixels)).toEqual(new Set([255]));
  });

  it('reads 16 bits a channel', async () => {
    const bytes = await block().toColourspace('rgb16').png().toBuffer();
    const { grey } = await decode(bytes);
    expect(grey.pixels).toHaveLength(1200);
    expect(grey.pixels[3 * 40 + 3]!).toBeLessThan(3);
    expect(grey.pixels[20 * 40 + 30]!).toBeGreaterThan(252);
  });

  it('reduces what is larger than needed', async () => {
    const large = sharp({ create: { width: 3000, height: 1000, channels: 3, background: '#888' } });
    const { grey, kept } = await decode(await large.jpeg().toBuffer());
    expect([grey.width, grey.height]).toEqual([1600, 533]);
    expect((await kept).width).toBe(1024);
  });

  it('judges the size by the header, before decoding', async () => {
    const toDecode = jest.fn(async () => ({ width: 1, height: 1, pixels: new Uint8Array(3) }));
    const bmp = writeBmp(8, 8, new Uint8Array(192), { bitsPerPixel: 1 });
    bmp.writeInt32LE(100_000, 18);
    const truncated = decodePicture(bmp, toDecode);
    await expect(truncated).rejects.toMatchObject({ code: 'unreadable_picture' });
    const huge = await sharp({
      create: { width: 6400, height: 6400, channels: 3, background: '#fff' },
      limitInputPixels: false,
    })
      .png()
      .toBuffer();
    await expect(decode(huge)).rejects.toMatchObject({ code: 'too_large' });
    await expect(decode(new Uint8Array(8 * 1024 * 1024 + 1))).rejects.toMatchObject({
      code: 'too_large',
    });
    expect(toDecode).not.toHaveBeenCalled();
  });

  it('names what it can not read', async () => {
    const png = await block().png().toBuffer();
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    const gif = await block().gif().toBuffer();
    for (const bytes of [Buffer.alloc(0), png.subarray(0, png.length / 2), svg, gif]) {
      await expect(decode(bytes)).rejects.toMatchObject({ code: 'unreadable_picture' });
    }
  });
});
