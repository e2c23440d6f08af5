import { glyphFromColour, onGround, type ColourPicture, type Normalised } from '@inkling/ink';
import sharp from 'sharp';
import { decodePicture } from './decode-picture.js';
import { readPictureHeader } from './header/picture-header.js';
import { checkCost } from './picture-limits.js';
import { decodePlainPng, plainPng } from './plain-png.js';
import { stretchToBytes } from './stretch.js';

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
  const { picture, asSent } =
    readPlainPng(bytes) ?? ({ picture: await decodePicture(bytes, header) } satisfies Decoded);
  const { glyph, steps } = glyphFromColour(picture, { explain });
  return {
    glyph,
    ...(steps && { steps }),
    kept: keep ? (asSent ?? (await keepPicture(onGround(picture)))) : null,
  };
}

interface Decoded {
  readonly picture: ColourPicture;
  /** The file itself, where that is what would be kept: small, and nothing in it but what is seen. */
  readonly asSent?: KeptPicture;
}

/** Most pictures are small drawings: their way through the general decoder would cost more than all the rest. */
function readPlainPng(bytes: Uint8Array): Decoded | undefined {
  const png = plainPng(bytes);
  const decoded = png && decodePlainPng(png);
  if (!decoded) return undefined;
  const picture = stretchToBytes(decoded, 8);
  const isAsSeen = picture.pixels === decoded.pixels && onGround(picture) === picture;
  if (!isAsSeen || png.bytes.length > SMALL_FILE_BYTES) return { picture };
  const { width, height } = picture;
  const asSent = { mediaType: 'image/png', width, height, bytes: new Uint8Array(png.bytes) };
  return { picture, asSent };
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
