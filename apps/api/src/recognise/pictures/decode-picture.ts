import type { ColourPicture } from '@inkling/ink';
import sharp, { type Sharp } from 'sharp';
import { decodeBmp } from './bmp/bmp.js';
import { BmpError } from './bmp/bmp-header.js';
import type { PictureHeader } from './header/picture-header.js';
import type { PictureFormat } from './header/format.js';
import { isCutShort } from './cut-short.js';
import { unreadable, WORKING_SIDE_PX } from './picture-limits.js';
import { plainPng } from './plain-png.js';
import { stretchToBytes } from './stretch.js';

// Only these decoders exist for us, whatever a file claims to be.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadTiffBuffer',
    'VipsForeignLoadHeifBuffer',
  ],
});
// Pictures come side by side; threads inside one of them would only get in the others' way.
sharp.concurrency(1);
sharp.cache(false);

export interface DecodedPicture extends ColourPicture {
  /** The file, where it is a plain PNG whose pixels these are: not turned, shrunk or stretched to the values of a byte. */
  readonly plain?: Uint8Array;
}

/** In colour, upright, with 8 bits a channel, and no side longer than {@link WORKING_SIDE_PX}. */
export async function decodePicture(
  bytes: Uint8Array,
  header: PictureHeader,
): Promise<DecodedPicture> {
  try {
    if (header.format === 'bmp') return stretchToBytes(decodeBmp(bytes, WORKING_SIDE_PX), 8);
    const { picture, stored } = await decodeByVips(bytes, header);
    const plain = header.format === 'png' ? plainPng(bytes) : undefined;
    const isWhole = picture.width === header.width && picture.height === header.height;
    return plain && isWhole && picture.pixels === stored?.pixels ? { ...picture, plain } : picture;
  } catch (error) {
    if (error instanceof BmpError) throw unreadable(error.message, error);
    throw unreadable(
      `The ${header.name} is damaged or cut short. Save it again, or send another one.`,
      error,
    );
  }
}

interface Decoded {
  readonly picture: ColourPicture;
  /** What the decoder gave, where that has bytes. */
  readonly stored?: ColourPicture;
}

async function decodeByVips(bytes: Uint8Array, header: PictureHeader): Promise<Decoded> {
  try {
    return await decode(bytes, header, 'error');
  } catch (error) {
    // As much of it as there is, where only the end is missing.
    const lenient = await decode(bytes, header, 'none').catch(() => undefined);
    if (lenient && !(await isCutShort(bytes, header, lenient.picture))) return lenient;
    throw error;
  }
}

type FailOn = 'error' | 'none';

/** Their decoders give nothing else. */
const ALWAYS_BYTES: ReadonlySet<PictureFormat> = new Set(['jpeg', 'webp', 'gif']);

/** Whether a decoder gives whole numbers of one byte; those of two and others are stretched to what they use. */
async function hasBytes(
  { format, bitsASample }: PictureHeader,
  open: () => Sharp,
): Promise<boolean> {
  if (ALWAYS_BYTES.has(format)) return true;
  // To ask the decoder takes a tenth of what a small drawing takes.
  if (bitsASample !== undefined) return bitsASample <= 8;
  return (await open().metadata()).depth === 'uchar';
}

/** JPEG and lossy WebP have noise, which is not to be taken for values that use few bits. */
const isLossless = ({ format }: PictureHeader): boolean => ['png', 'gif', 'tiff'].includes(format);

async function decode(bytes: Uint8Array, header: PictureHeader, failOn: FailOn): Promise<Decoded> {
  const open = (): Sharp =>
    sharp(bytes, { limitInputPixels: header.width * header.height, failOn, pages: 1 });
  const upright = open().autoOrient().resize({
    width: WORKING_SIDE_PX,
    height: WORKING_SIDE_PX,
    fit: 'inside',
    withoutEnlargement: true,
  });
  if (await hasBytes(header, open)) {
    const { data, info } = await upright
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const pixels = new Uint8Array(data.buffer, data.byteOffset, data.length);
    const stored = { width: info.width, height: info.height, pixels };
    return { picture: isLossless(header) ? stretchToBytes(stored, 8) : stored, stored };
  }
  const { data, info } = await upright
    .toColourspace('rgb16')
    .ensureAlpha()
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const pixels = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
  return { picture: stretchToBytes({ width: info.width, height: info.height, pixels }, 16) };
}
