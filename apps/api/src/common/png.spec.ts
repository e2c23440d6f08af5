import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { greyPng, quickGreyPng } from './png.js';

const read = async (png: Buffer) => {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  // sharp gives three channels of a grey picture.
  return { width, height, grey: [...data].filter((_, at) => at % channels === 0) };
};

describe.each([
  ['greyPng', greyPng],
  ['quickGreyPng', quickGreyPng],
])('%s', (_name, write) => {
  it('writes what libpng reads', async () => {
    const pixels = Uint8Array.from({ length: 28 * 20 }, (_, at) => (at * 37) % 256);
    expect(await read(write(pixels, 28, 20))).toEqual({ width: 28, height: 20, grey: [...pixels] });
  });

  it('writes bytes that are all alike', async () => {
    const white = new Uint8Array(5).fill(255);
    expect(await read(write(white, 1, 5))).toEqual({ width: 1, height: 5, grey: [...white] });
  });
});

it('quickGreyPng refuses what does not fit into one block', () => {
  expect(() => quickGreyPng(new Uint8Array(300 * 300), 300, 300)).toThrow('out of range');
});
