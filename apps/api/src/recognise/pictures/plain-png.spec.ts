import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { decodePlainPng, plainPng } from './plain-png.js';

const [WIDTH, HEIGHT] = [37, 23];

/** Slopes, edges and noise: every filter is of use somewhere. */
const painted = (channels: 1 | 2 | 3 | 4) =>
  sharp(
    Uint8Array.from({ length: WIDTH * HEIGHT * channels }, (_, at) => {
      const [x, y] = [Math.floor(at / channels) % WIDTH, Math.floor(at / channels / WIDTH)];
      return y < 8 ? 7 * x + (at % channels) : y < 16 ? (at * 7919) % 251 : 11 * y - x;
    }),
    { raw: { width: WIDTH, height: HEIGHT, channels } },
  );

const whole = (channels: 1 | 2 | 3 | 4) =>
  painted(channels)
    .toColourspace(channels < 3 ? 'b-w' : 'srgb')
    .png({ adaptiveFiltering: true });

describe('plainPng', () => {
  it.each([1, 2, 3, 4] as const)(
    'has the pixels that libvips has, with %d samples',
    async (samples) => {
      const bytes = await whole(samples).toBuffer();
      const png = plainPng(bytes);
      expect(png).toMatchObject({ width: WIDTH, height: HEIGHT, samples });
      const decoded = decodePlainPng(png!);
      const expected = await sharp(bytes).toColourspace('srgb').ensureAlpha().raw().toBuffer();
      expect(Buffer.from(decoded!.pixels).equals(expected)).toBe(true);
    },
  );

  it('ends where the file does, whatever follows', async () => {
    const bytes = await whole(3).toBuffer();
    const png = plainPng(Buffer.concat([bytes, Buffer.from('where I was')]));
    expect(bytes.equals(png!.bytes)).toBe(true);
  });

  it('leaves to others what is large, hidden, packed in another way or damaged', async () => {
    const bytes = await whole(3).toBuffer();
    const damaged = Buffer.from(bytes);
    damaged[60]! ^= 1;
    const large = { width: 600, height: 600, channels: 3 as const, background: 'white' };
    const others = [
      await painted(3).png({ progressive: true }).toBuffer(),
      await painted(3).png({ palette: true }).toBuffer(),
      await painted(3).toColourspace('rgb16').png().toBuffer(),
      await whole(3)
        .withExif({ IFD0: { Artist: 'somebody' } })
        .toBuffer(),
      await whole(3).withIccProfile('p3').toBuffer(),
      await sharp({ create: large }).png().toBuffer(),
      bytes.subarray(0, bytes.length - 5),
      bytes.subarray(0, 20),
      damaged,
    ];
    expect(others.map((other) => plainPng(other))).toEqual(others.map(() => undefined));
  });

  it('unpacks no more and no less than the size says', async () => {
    const png = plainPng(await whole(1).toBuffer())!;
    expect(decodePlainPng({ ...png, height: HEIGHT - 1 })).toBeUndefined();
    expect(decodePlainPng({ ...png, height: HEIGHT + 1 })).toBeUndefined();
    expect(decodePlainPng({ ...png, packed: [] })).toBeUndefined();
  });
});
