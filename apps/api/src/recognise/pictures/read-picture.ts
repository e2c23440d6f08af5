import { glyphFromColour, onGround, stripsFromColour, type ColourPicture } from '@inkling/ink';
import sharp from 'sharp';
import type { LineRow } from '@inkling/recognizer';
import { decodePicture, type DecodedPicture } from './decode-picture.js';
import { readPictureHeader } from './header/picture-header.js';
import { KEPT_SIDE_PX, keptAsSent, type KeptPicture } from './kept-picture.js';
import { checkCost } from './picture-limits.js';
import type { ReadOptions, ReadPicture } from './read-options.js';

const KEPT_QUALITY = 88;

/**
 * The whole way from a file to a glyph.
 *
 * @throws ProblemError `too_large` or `unreadable_picture`
 * @throws InkError
 */
export async function readPicture(
  bytes: Uint8Array,
  { explain, keep, rows = false }: ReadOptions,
): Promise<ReadPicture> {
  const header = readPictureHeader(bytes);
  checkCost(header);
  const decoded = await decodePicture(bytes, header);
  const picture = onGround(decoded);
  // Encoded beside the reading, in a thread of the encoder.
  const keeping = keep ? keepPicture(decoded, picture) : null;
  keeping?.catch(() => undefined);
  if (rows) {
    const found = stripsFromColour(picture, { explain });
    const reducedBy = longestSide(header) / longestSide(picture);
    const inSent = found.rows.map((row) => placedIn(row, reducedBy));
    return { glyph: new Float32Array(), ...found, rows: inSent, kept: await keeping };
  }
  const { glyph, steps } = glyphFromColour(picture, { explain });
  return { glyph, ...(steps && { steps }), kept: await keeping };
}

/** The same however the file turns its picture. */
const longestSide = ({ width, height }: { readonly width: number; readonly height: number }) =>
  Math.max(width, height);

/** Where a row lies in the picture as it was sent, which may be larger than the one that was read. */
const placedIn = (row: LineRow, reducedBy: number): LineRow => ({
  ...row,
  placement: { ...row.placement, scale: row.placement.scale / reducedBy },
});

/**
 * @param decoded what the file has
 * @param picture the same without transparency
 */
function keepPicture(decoded: DecodedPicture, picture: ColourPicture): Promise<KeptPicture> {
  const sent = picture === decoded && decoded.plain && keptAsSent(decoded, decoded.plain);
  return sent ? Promise.resolve(sent) : encode(picture);
}

async function encode({ width, height, pixels }: ColourPicture): Promise<KeptPicture> {
  const { data, info } = await sharp(pixels, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .resize({ width: KEPT_SIDE_PX, height: KEPT_SIDE_PX, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: KEPT_QUALITY })
    .toBuffer({ resolveWithObject: true });
  return {
    mediaType: 'image/jpeg',
    width: info.width,
    height: info.height,
    // A view of its own: the buffer may be a part of a larger one.
    bytes: new Uint8Array(data),
  };
}
