import { glyphFromColour, onGround, type ColourPicture, type Normalised } from '@inkling/ink';
import sharp from 'sharp';
import { decodePicture, type DecodedPicture } from './decode-picture.js';
import { readPictureHeader } from './header/picture-header.js';
import { checkCost } from './picture-limits.js';
import { plainPng } from './plain-png.js';

/** What is kept fits into a square of this side. */
const KEPT_SIDE_PX = 1024;

const KEPT_QUALITY = 88;

/** A file of fewer bytes is not worth packing anew. */
const SMALL_FILE_BYTES = 64 * 1024;

/** The picture as it is kept: without metadata, no side longer than 1,024 pixels; a small plain PNG as it was sent. */
export interface KeptPicture {
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface ReadOptions {
  /** Return each stage as a picture. */
  readonly explain: boolean;
  /** Encode the picture as it is kept. */
  readonly keep: boolean;
}

export interface ReadPicture extends Normalised {
  readonly kept: KeptPicture | null;
}

/**
 * The whole way from a file to a glyph.
 *
 * @throws ProblemError `too_large` or `unreadable_picture`
 * @throws InkError
 */
export async function readPicture(
  bytes: Uint8Array,
  { explain, keep }: ReadOptions,
): Promise<ReadPicture> {
  const header = readPictureHeader(bytes);
  checkCost(header);
  const picture = await decodePicture(bytes, header);
  const { glyph, steps } = glyphFromColour(picture, { explain });
  return {
    glyph,
    ...(steps && { steps }),
    kept: keep ? (asSent(bytes, picture) ?? (await keepPicture(onGround(picture)))) : null,
  };
}

/** The file itself, where that is what would be kept: packing a small drawing anew costs more than reading it. */
function asSent(bytes: Uint8Array, picture: DecodedPicture): KeptPicture | undefined {
  const { width, height } = picture;
  const isSmall = bytes.length <= SMALL_FILE_BYTES && Math.max(width, height) <= KEPT_SIDE_PX;
  if (!isSmall || !picture.isAsStored || onGround(picture) !== picture) return undefined;
  const png = plainPng(bytes);
  return png && { mediaType: 'image/png', width, height, bytes: new Uint8Array(png) };
}

async function keepPicture({ width, height, pixels }: ColourPicture): Promise<KeptPicture> {
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
