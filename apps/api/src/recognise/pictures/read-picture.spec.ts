import { expect, it } from '@jest/globals';
import sharp from 'sharp';
import { photographed, writtenLine } from '../lines/testing/written-line.js';
import { readPicture } from './read-picture.js';

it('places rows in the picture that was sent, however large', async () => {
  const file = await photographed([writtenLine('1750')]);
  const { width, height } = await sharp(file).metadata();
  const sides = { width: 4 * width, height: 4 * height };
  const large = await sharp(file)
    .resize({ ...sides, kernel: 'nearest' })
    .png()
    .toBuffer();
  const turned = await sharp(large).rotate(90).withMetadata({ orientation: 8 }).png().toBuffer();
  /** From where to where the row goes in the picture. */
  const extent = async (bytes: Uint8Array) => {
    const { rows } = await readPicture(bytes, { explain: false, keep: false, rows: true });
    expect(rows).toHaveLength(1);
    const { width: columns, placement } = rows![0]!;
    const at = (column: number) => (column - placement.offsetX) / placement.scale;
    return { left: at(0), right: at(columns), top: -placement.offsetY / placement.scale };
  };
  const small = await extent(file);
  for (const bytes of [large, turned]) {
    const found = await extent(bytes);
    for (const side of ['left', 'right', 'top'] as const)
      expect(Math.abs(found[side] / 4 - small[side])).toBeLessThan(0.02 * width);
  }
});
