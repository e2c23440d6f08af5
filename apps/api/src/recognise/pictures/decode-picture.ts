import type { ColourPicture } from '@inkling/ink';
import sharp, { type ColourspaceEnum, type Sharp } from 'sharp';
import { decodeBmp } from './bmp/bmp.js';
import { BmpError } from './bmp/bmp-header.js';
import type { PictureHeader } from './header/picture-header.js';
import type { PictureFormat } from './header/format.js';
import { isCutShort } from './cut-short.js';
import { unreadable, WORKING_SIDE_PX } from './picture-limits.js';
import { plainPng } from './png/plain-png.js';
import { stretchToBytes } from './stretch.js';
import { bytesOfWide } from './wide-samples.js';

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
    const plain = header.format === 'png' ? plainPng(bytes)?.file : undefined;
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

/** What a decoder gives: whole numbers of one byte, of two, or others, whose colours stay as the file has them. */
type Samples = 'bytes' | 'words' | { readonly wideIn: keyof ColourspaceEnum };

const WIDE_DEPTHS: readonly (string | undefined)[] = ['uint', 'int', 'float'];

/** Grey and RGB: the decoder knows what the numbers of others mean. */
const WIDE_SPACES = ['b-w', 'srgb', 'scrgb'] as const;

async function samplesOf(
  { format, bitsASample }: PictureHeader,
  open: () => Sharp,
): Promise<Samples> {
  if (ALWAYS_BYTES.has(format)) return 'bytes';
  // To ask the decoder takes a tenth of what a small drawing takes.
  if (bitsASample !== undefined) return bitsASample <= 8 ? 'bytes' : 'words';
  const { depth, space } = await open().metadata();
  const wideIn = WIDE_SPACES.find((each) => each === space);
  if (wideIn !== undefined && WIDE_DEPTHS.includes(depth)) return { wideIn };
  return depth === 'uchar' ? 'bytes' : 'words';
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
  const samples = await samplesOf(header, open);
  if (typeof samples === 'object') {
    const { data, info } = await upright
      .toColourspace(samples.wideIn)
      .removeAlpha()
      .raw({ depth: 'float' })
      .toBuffer({ resolveWithObject: true });
    const values = new Float32Array(data.buffer, data.byteOffset, data.length / 4);
    return { picture: bytesOfWide({ ...info, values }) };
  }
  if (samples === 'bytes') {
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
