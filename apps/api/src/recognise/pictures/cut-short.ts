import type { ColourPicture } from '@inkling/ink';
import sharp from 'sharp';
import type { PictureHeader } from './header/picture-header.js';

/** With more of its rows missing a picture counts as damaged. */
const MAY_BE_MISSING = 0.1;

/** Whether more than the end of a file is missing that a decoder reads leniently. */
export async function isCutShort(
  bytes: Uint8Array,
  header: PictureHeader,
  decoded: ColourPicture,
): Promise<boolean> {
  if (header.format === 'jpeg') return (await missingOfJpeg(bytes)) > MAY_BE_MISSING;
  // Decoders leave the rows that they have no data for black, clear or both.
  if (header.format === 'png' || header.format === 'gif')
    return emptyRows(decoded) > MAY_BE_MISSING;
  return true;
}

function emptyRows({ width, height, pixels }: ColourPicture): number {
  let row = height;
  while (row > 0 && isEmpty(pixels.subarray((row - 1) * width * 4, row * width * 4))) row--;
  return (height - row) / height;
}

function isEmpty(row: ColourPicture['pixels']): boolean {
  for (let at = 0; at < row.length; at += 4) {
    const isBlack = row[at] === 0 && row[at + 1] === 0 && row[at + 2] === 0;
    if (!isBlack && row[at + 3] !== 0) return false;
  }
  return true;
}

const SIDE_PX = 200;
const TAIL_BYTES = 256 * 1024;

/** Rows of two continuations differ by this on average where neither has data of the picture. */
const DIFFERENT = 6;

/**
 * The part of a JPEG's rows that its data does not reach. A decoder fills them with what it makes of the last value,
 * which looks like paper, so the file is continued in two ways: rows that come out the same are the picture's own.
 */
async function missingOfJpeg(bytes: Uint8Array): Promise<number> {
  let end = bytes.length;
  // A marker cut in half.
  while (end > 0 && bytes[end - 1] === 0xff) end--;
  const start = bytes.subarray(0, end);
  const [one, other] = await Promise.all([
    continued(start, () => 0x55),
    continued(start, (at) => (Math.imul(at + 1, 2654435761) >>> 24) % 0xff),
  ]);
  const width = one.length / other.height;
  let row = other.height;
  while (row > 0) {
    let sum = 0;
    for (let at = (row - 1) * width; at < row * width; at++) {
      sum += Math.abs(one.pixels[at]! - other.pixels[at]!);
    }
    if (sum < DIFFERENT * width) break;
    row--;
  }
  return (other.height - row) / other.height;
}

async function continued(start: Uint8Array, tail: (at: number) => number) {
  const bytes = Buffer.concat([
    start,
    Uint8Array.from({ length: TAIL_BYTES }, (_, at) => tail(at)),
    Buffer.from([0xff, 0xd9]),
  ]);
  const { data, info } = await sharp(bytes, { failOn: 'none', limitInputPixels: false })
    .resize({ width: SIDE_PX, height: SIDE_PX, fit: 'fill' })
    .greyscale()
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { pixels: data, length: data.length, height: info.height };
}
