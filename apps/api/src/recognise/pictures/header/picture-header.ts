import { BmpError, readBmpHeader } from '../bmp/bmp-header.js';
import { unreadable } from '../picture-limits.js';
import { avifHeader } from './avif-header.js';
import { Reader, EndOfBytes } from './byte-reader.js';
import { costOfWhole, type Cost, type Told } from './cost.js';
import { formatOf, whatItIs, type PictureFormat } from './format.js';
import { gifHeader } from './gif-header.js';
import { jpegHeader } from './jpeg-header.js';
import { pngHeader } from './png-header.js';
import { tiffHeader } from './tiff-header.js';
import { webpHeader } from './webp-header.js';

export interface PictureHeader extends Told {
  readonly format: PictureFormat;
  /** For people. */
  readonly name: string;
}

const READERS: Readonly<
  Record<PictureFormat, { readonly name: string; readonly read: (reader: Reader) => Told }>
> = {
  png: { name: 'PNG', read: pngHeader },
  jpeg: { name: 'JPEG', read: jpegHeader },
  webp: { name: 'WebP', read: webpHeader },
  gif: { name: 'GIF', read: gifHeader },
  tiff: { name: 'TIFF', read: tiffHeader },
  avif: { name: 'AVIF', read: avifHeader },
  bmp: { name: 'BMP', read: ({ bytes }) => bmpCost(bytes) },
};

/**
 * Format, size and cost of a picture.
 *
 * @throws ProblemError `unreadable_picture`, which says what the file is and what to do
 */
export function readPictureHeader(bytes: Uint8Array): PictureHeader {
  const format = formatOf(bytes);
  if (!format) throw unreadable(whatItIs(bytes));
  const { name, read } = READERS[format];
  try {
    const cost = read(new Reader(bytes));
    if (cost.width > 0 && cost.height > 0) return { format, name, ...cost };
  } catch (error) {
    if (error instanceof BmpError) throw unreadable(error.message, error);
    if (!(error instanceof EndOfBytes)) throw error;
  }
  throw unreadable(`The ${name} is damaged or cut short. Save it again, or send another one.`);
}

/** Reduced row by row, so that little is held. */
const bmpCost = (bytes: Uint8Array): Cost => costOfWhole(readBmpHeader(bytes), 0);
