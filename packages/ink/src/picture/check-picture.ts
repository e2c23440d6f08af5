import { InkError } from '../errors.js';
import type { GreyPicture } from '../types.js';

/** Twice the 40 megapixels that the API lets in: more is a mistake, and would cost memory. */
const MAX_PIXELS = 80_000_000;

/** @throws InkError `bad_picture` when the pixels don't match width and height, or there are none. */
export function checkPicture(picture: GreyPicture): void {
  const { width, height, pixels } = picture;
  const isSize = (size: number) => Number.isSafeInteger(size) && size >= 1;
  // Not instanceof: pixels may come from another frame or worker.
  const isBytes = ArrayBuffer.isView(pixels) && pixels.BYTES_PER_ELEMENT === 1;
  if (
    !isSize(width) ||
    !isSize(height) ||
    width * height > MAX_PIXELS ||
    !isBytes ||
    pixels.length !== width * height
  ) {
    throw new InkError('bad_picture');
  }
}
