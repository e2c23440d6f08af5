import { glyphFromColour, onGround, type ColourPicture } from '@inkling/ink';
import type { PictureHeader } from './header/picture-header.js';
import { keptAsSent, type KeptPicture } from './kept-picture.js';
import { WORKING_SIDE_PX } from './picture-limits.js';
import { plainPng } from './png/plain-png.js';
import { pngPixels } from './png/png-pixels.js';
import type { ReadOptions, ReadPicture } from './read-options.js';
import { stretchToBytes } from './stretch.js';

/** Reading one of more pixels may take longer than others should wait for. */
const MOST_PIXELS = 512 * 512;

/** Of such a picture, however badly it is packed. */
const MOST_FILE_BYTES = 2 * 1024 * 1024;

/** Whether it is worth a look whether `decodePlain` unpacks it. */
export const mayBePlain = (
  { format, width, height }: PictureHeader,
  bytes: Uint8Array,
  { rows }: ReadOptions,
): boolean =>
  format === 'png' &&
  !rows &&
  width * height <= MOST_PIXELS &&
  Math.max(width, height) <= WORKING_SIDE_PX &&
  bytes.length <= MOST_FILE_BYTES;

/** A small plain PNG, unpacked. */
export interface PlainPicture {
  readonly picture: ColourPicture;
  readonly kept: KeptPicture | null;
}

/**
 * Unpacks small PNGs as drawings are saved, without a decoder that needs a process of its own: a drawing is read in
 * half the time.
 *
 * @returns `undefined` where that decoder is needed, if only to pack the picture as it is kept
 */
export function decodePlain(bytes: Uint8Array, { keep }: ReadOptions): PlainPicture | undefined {
  const png = plainPng(bytes);
  const stored = png && pngPixels(png);
  if (!stored) return undefined;
  const picture = onGround(stretchToBytes(stored, 8));
  if (!keep) return { picture, kept: null };
  const kept = picture.pixels === stored.pixels && keptAsSent(picture, png.file);
  return kept ? { picture, kept } : undefined;
}

/** What `readPicture` gives. @throws InkError */
export function readPlain({ picture, kept }: PlainPicture, { explain }: ReadOptions): ReadPicture {
  return { ...glyphFromColour(picture, { explain }), kept };
}
