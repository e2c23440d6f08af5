import { describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import { canvasPicture } from '../../testing/canvas-picture.js';
import { readGreyPng } from '../../transfer/formats/grey-png.js';
import { readPictureHeader } from './header/picture-header.js';
import { decodePlain, mayBePlain, readPlain } from './read-plain.js';
import { readPicture } from './read-picture.js';

const KEEP = { explain: true, keep: true };
const PASS_ON = { explain: false, keep: false };

const SIDE = 150;

/** A 4 in many colours, so that every filter of a PNG has something to tell. */
function drawn(paper = 255): Sharp {
  const strokes = [
    [
      [70, 0],
      [0, 80],
      [90, 80],
    ],
    [
      [65, 40],
      [65, 130],
    ],
  ];
  const { pixels: grey } = readGreyPng(canvasPicture(strokes, { sidePx: SIDE }), SIDE * SIDE)!;
  const pixels = new Uint8Array(4 * grey.length);
  grey.forEach((tone, at) => {
    const [column, row] = [at % SIDE, Math.floor(at / SIDE)];
    pixels.set(tone > 0 ? [244, 241, 232 - (row % 3), paper] : [column, 34, row, 255], 4 * at);
  });
  return sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 4 } });
}

/** The same as other programs save it. */
const SAVED: readonly (readonly [string, () => Sharp])[] = [
  ['in colour', () => drawn().removeAlpha().png()],
  ['in colour with alpha', () => drawn().png()],
  ['in colour, each line filtered', () => drawn().removeAlpha().png({ adaptiveFiltering: true })],
  ['with alpha, each line filtered', () => drawn().png({ adaptiveFiltering: true })],
  ['grey', () => drawn().greyscale().removeAlpha().png({ adaptiveFiltering: true })],
  [
    'grey with alpha',
    () => drawn().greyscale().ensureAlpha().toColourspace('b-w').png({ adaptiveFiltering: true }),
  ],
];

describe('readPlain', () => {
  it.each(SAVED)('reads a PNG %s as the decoder of all others does', async (_, saved) => {
    const file = new Uint8Array(await saved().toBuffer());
    expect(mayBePlain(readPictureHeader(file), file, KEEP)).toBe(true);
    const expected = await readPicture(file, KEEP);
    expect(readPlain(decodePlain(file, KEEP)!, KEEP)).toEqual(expected);
    expect(expected.kept).toMatchObject({ mediaType: 'image/png', width: SIDE, height: SIDE });
  });

  it('puts what is transparent on its ground, unless that has to be packed to be kept', async () => {
    const file = await drawn(0).png().toBuffer();
    expect(decodePlain(file, KEEP)).toBeUndefined();
    const { glyph, kept } = readPlain(decodePlain(file, PASS_ON)!, PASS_ON);
    expect({ glyph, kept }).toEqual(await readPicture(file, PASS_ON));
  });

  it.each<readonly [string, (png: Sharp) => Sharp]>([
    ['with a palette', (png) => png.png({ palette: true })],
    ['in passes', (png) => png.png({ progressive: true })],
    ['of 16 bits a sample', (png) => png.toColourspace('rgb16').png()],
    ['with metadata', (png) => png.png().withExif({ IFD0: { Artist: 'somebody' } })],
  ])('leaves a PNG %s', async (_, save) => {
    expect(decodePlain(await save(drawn()).toBuffer(), PASS_ON)).toBeUndefined();
  });

  it('leaves what is large, is no PNG, or is read for rows', async () => {
    const may = (file: Uint8Array, options = PASS_ON) =>
      mayBePlain(readPictureHeader(file), file, options);
    const file = await drawn().png().toBuffer();
    expect(may(file)).toBe(true);
    expect(may(file, { ...PASS_ON, rows: true } as typeof PASS_ON)).toBe(false);
    expect(may(await drawn().resize(600, 600).png().toBuffer())).toBe(false);
    expect(may(await drawn().resize(1700, 20).png().toBuffer())).toBe(false);
    expect(may(await drawn().jpeg().toBuffer())).toBe(false);
  });
});
