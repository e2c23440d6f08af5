import {
  glyphFromColour,
  onGround,
  stripsFromColour,
  type ColourPicture,
  type Normalised,
} from '@inkling/ink';
import sharp from 'sharp';
import type { LineRow } from '@inkling/recognizer';
import { decodePicture, type DecodedPicture } from './decode-picture.js';
import { readPictureHeader } from './header/picture-header.js';
import { checkCost } from './picture-limits.js';

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
  readonly bytes: Uint8Array;
}

export interface ReadOptions {
  /** Return each stage as a picture. */
  readonly explain: boolean;
  /** Encode the picture as it is kept. */
  readonly keep: boolean;
  /** Find rows of characters instead of one character. */
  readonly rows?: boolean;
}

export interface ReadPicture extends Normalised {
  readonly kept: KeptPicture | null;
  /** From the top, where they were asked for; the glyph is empty then. */
  readonly rows?: readonly LineRow[];
}

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
  const sent = picture === decoded ? asSent(decoded) : undefined;
  return sent ? Promise.resolve(sent) : encode(picture);
}

/** The file itself, where that is what would be kept: packing a small drawing anew costs more than reading it. */
function asSent({ width, height, plain }: DecodedPicture): KeptPicture | undefined {
  const isSmall = Math.max(width, height) <= KEPT_SIDE_PX;
  if (!plain || !isSmall || plain.length > SMALL_FILE_BYTES) return undefined;
  return { mediaType: 'image/png', width, height, bytes: plain };
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
