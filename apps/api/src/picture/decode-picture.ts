import type { GreyPicture } from '@inkling/ink';
import sharp, { type Sharp } from 'sharp';
import { isBmp, readBmpHeader, type RgbPicture } from './bmp.js';
import {
  checkDimensions,
  MAX_PICTURE_BYTES,
  MAX_PICTURE_PIXELS,
  tooManyBytes,
  unreadable,
  WORKING_SIDE_PX,
} from './picture-limits.js';

// Only these decoders exist for us, whatever a file claims to be.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadWebpBuffer'],
});
// Requests come side by side; threads inside one of them would only get in the others' way.
sharp.concurrency(1);
sharp.cache(false);

const KEPT_WIDTH_PX = 1024;
const LIMIT_SECONDS = 20;

/** The picture as it is kept: without metadata, at most 1,024 pixels wide. */
export interface KeptPicture {
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: Buffer;
}

export interface DecodedPicture {
  readonly grey: GreyPicture;
  /** Encoded beside the inference. Settles always; await it before the answer. */
  readonly kept: Promise<KeptPicture>;
}

/** Decodes a BMP off the main thread. */
export type DecodeBmp = (bytes: Uint8Array, maxSide: number) => Promise<RgbPicture>;

/**
 * PNG, JPEG, WebP or BMP, upright, on white, as luma. The size is judged by the header, before
 * anything is decoded.
 *
 * @throws ProblemError `too_large` or `unreadable_picture`
 */
export async function decodePicture(
  bytes: Uint8Array,
  decodeBmp: DecodeBmp,
): Promise<DecodedPicture> {
  if (bytes.length === 0) throw unreadable('The file is empty. Choose a picture.');
  if (bytes.length > MAX_PICTURE_BYTES) throw tooManyBytes();
  try {
    const upright = isBmp(bytes) ? await openBmp(bytes, decodeBmp) : await open(bytes);
    const kept = keep(upright);
    // The caller awaits it later; without a handler an early failure would end the process.
    kept.catch(() => undefined);
    return { grey: await toGrey(upright), kept };
  } catch (error) {
    throw asProblem(error);
  }
}

async function open(bytes: Uint8Array): Promise<Sharp> {
  if (!isKnownFormat(bytes)) {
    throw unreadable('The file is no PNG, JPEG, WebP or BMP. Save the picture as one of these.');
  }
  const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
  checkDimensions(width, height);
  return sharp(bytes, { limitInputPixels: MAX_PICTURE_PIXELS, failOn: 'error' })
    .timeout({ seconds: LIMIT_SECONDS })
    .autoOrient()
    .flatten({ background: '#fff' });
}

async function openBmp(bytes: Uint8Array, decodeBmp: DecodeBmp): Promise<Sharp> {
  const header = readBmpHeader(bytes);
  checkDimensions(header.width, header.height);
  const { width, height, pixels } = await decodeBmp(bytes, WORKING_SIDE_PX);
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

async function toGrey(upright: Sharp): Promise<GreyPicture> {
  const { data, info } = await upright
    .clone()
    .resize({
      width: WORKING_SIDE_PX,
      height: WORKING_SIDE_PX,
      fit: 'inside',
      withoutEnlargement: true,
    })
    .greyscale()
    .toColourspace('b-w')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  // A view of its own: the buffer may be a part of a larger one.
  return { width: info.width, height: info.height, pixels: new Uint8Array(data) };
}

async function keep(upright: Sharp): Promise<KeptPicture> {
  const { data, info } = await upright
    .clone()
    .resize({ width: KEPT_WIDTH_PX, withoutEnlargement: true })
    .toColourspace('srgb')
    .jpeg({ quality: 88 })
    .toBuffer({ resolveWithObject: true });
  return { mediaType: 'image/jpeg', width: info.width, height: info.height, bytes: data };
}

function isKnownFormat(bytes: Uint8Array): boolean {
  const starts = (...values: number[]): boolean => values.every((value, at) => bytes[at] === value);
  const text = (from: number, to: number): string =>
    Buffer.from(bytes.subarray(from, to)).toString('latin1');
  return (
    starts(0x89, 0x50, 0x4e, 0x47) ||
    starts(0xff, 0xd8, 0xff) ||
    (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP')
  );
}

function asProblem(error: unknown): unknown {
  const { name, message } = error as Error;
  if (name === 'ProblemError') return error;
  if (name === 'BmpError') return unreadable(message, error);
  return unreadable(
    'The picture is damaged or cut short. Save it again, or send another one.',
    error,
  );
}
