import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { plainPng } from './plain-png.js';

const painted = () =>
  sharp({ create: { width: 37, height: 23, channels: 3, background: '#a51' } }).png();

describe('plainPng', () => {
  it.each([
    ['whole', painted()],
    ['in passes', painted().png({ progressive: true })],
    ['with a palette', painted().png({ palette: true })],
    ['with transparency', painted().ensureAlpha(0.5)],
  ])('takes one that is %s as it is', async (_, picture) => {
    const bytes = await picture.toBuffer();
    expect(Buffer.from(plainPng(bytes)!.file).equals(bytes)).toBe(true);
  });

  it('ends where the file does, whatever follows', async () => {
    const bytes = await painted().toBuffer();
    const png = plainPng(Buffer.concat([bytes, Buffer.from('where I was')]));
    expect(bytes.equals(png!.file)).toBe(true);
  });

  it('leaves one of more chunks than any program writes', async () => {
    const bytes = await painted().toBuffer();
    const empty = Buffer.from('0000000049444154' + '35af061e', 'hex');
    const withEmpty = (count: number) =>
      Buffer.concat([
        bytes.subarray(0, 33),
        ...Array<Buffer>(count).fill(empty),
        bytes.subarray(33),
      ]);
    expect(plainPng(withEmpty(100))!.file).toHaveLength(bytes.length + 1200);
    expect(plainPng(withEmpty(5000))).toBeUndefined();
  });

  it('leaves what tells more than is seen, is damaged, or is no PNG', async () => {
    const bytes = await painted().toBuffer();
    const damaged = Buffer.from(bytes);
    damaged[45]! ^= 1;
    const others = [
      await painted()
        .withExif({ IFD0: { Artist: 'somebody' } })
        .toBuffer(),
      await painted().withIccProfile('p3').toBuffer(),
      await painted().jpeg().toBuffer(),
      bytes.subarray(0, bytes.length - 5),
      bytes.subarray(0, 20),
      damaged,
    ];
    expect(others.map((other) => plainPng(other))).toEqual(others.map(() => undefined));
  });
});
