import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import { plainPng } from './plain-png.js';
import { unpackPng } from './unpack-png.js';

const SIZE = { width: 61, height: 43 };

/** Slopes, edges and grains, so that each filter is worth something somewhere. */
const painted = (channels: 1 | 2 | 3 | 4): Sharp =>
  sharp(
    Uint8Array.from({ length: SIZE.width * SIZE.height * channels }, (_, at) => {
      const pixel = Math.floor(at / channels);
      const [x, y] = [pixel % SIZE.width, Math.floor(pixel / SIZE.width)];
      return (3 * x + 5 * y + (at % channels) * 40 + (y > 20 ? (x * y * 7919) % 97 : 0)) % 256;
    }),
    { raw: { ...SIZE, channels } },
  );

const decoded = (png: Buffer): Promise<Buffer> =>
  sharp(png).toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' }).toBuffer();

/** A PNG with one filter for all lines. */
function filtered(png: Buffer, filter: number): Buffer {
  const header = Buffer.from(png.subarray(0, 33));
  const line = Buffer.alloc(1 + SIZE.width * 4, 7);
  line[0] = filter;
  const lines = Buffer.concat(Array.from({ length: SIZE.height }, () => line));
  return Buffer.concat([header, chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(name: string, contents: Buffer): Buffer {
  const bytes = Buffer.alloc(12 + contents.length);
  bytes.writeUInt32BE(contents.length);
  bytes.write(name, 4, 'latin1');
  contents.copy(bytes, 8);
  return bytes;
}

describe('unpackPng', () => {
  it.each([1, 2, 3, 4] as const)(
    'has the pixels of the decoder, of %i channels',
    async (channels) => {
      const png = await painted(channels)
        .toColourspace(channels < 3 ? 'b-w' : 'srgb')
        .png({ adaptiveFiltering: true })
        .toBuffer();
      const { width, height, pixels } = unpackPng(plainPng(png)!)!;
      expect({ width, height }).toEqual(SIZE);
      expect(Buffer.from(pixels).equals(await decoded(png))).toBe(true);
    },
  );

  it.each([0, 1, 2, 3, 4])('undoes filter %i as the decoder does', async (filter) => {
    const png = filtered(await painted(4).png().toBuffer(), filter);
    // Its checksums are not those that a decoder asks for.
    const lenient = sharp(png, { failOn: 'none' }).ensureAlpha().raw().toBuffer();
    expect(Buffer.from(unpackPng(png)!.pixels).equals(await lenient)).toBe(true);
  });

  it('leaves palettes, passes, 16 bits, transparent colours and sides that are reduced to the decoder', async () => {
    const others = [
      await painted(3).png({ palette: true }).toBuffer(),
      await painted(3).png({ progressive: true }).toBuffer(),
      await painted(3).toColourspace('rgb16').png().toBuffer(),
      await painted(1).resize(1601, 3, { fit: 'fill' }).png().toBuffer(),
    ];
    const opaque = await painted(3).png().toBuffer();
    const transparent = chunk('tRNS', Buffer.from([0, 255, 0, 255, 0, 255]));
    others.push(Buffer.concat([opaque.subarray(0, 33), transparent, opaque.subarray(33)]));
    expect(others.map(unpackPng)).toEqual(others.map(() => undefined));
  });

  it('leaves what is damaged to the decoder, which says so', async () => {
    const png = await painted(4).png().toBuffer();
    const [short, long] = [Buffer.from(png), Buffer.from(png)];
    short.writeUInt32BE(SIZE.height + 1, 20);
    long.writeUInt32BE(SIZE.height - 1, 20);
    const broken = Buffer.from(png);
    broken.fill(0x55, 60, 90);
    const unknown = filtered(png, 9);
    expect([short, long, broken, unknown].map(unpackPng)).toEqual(Array(4).fill(undefined));
  });
});
