import { EndOfBytes, type Reader } from './byte-reader.js';
import { costOfWhole, type Cost } from './cost.js';

/**
 * Frames of the decoder with up to 16 bits a sample, and the pixels made of them. For a moment it takes up to 18
 * (measured): with ten, a photo of 12 megapixels is read and one of 13 is not.
 */
const HELD_BYTES_A_PIXEL = 10;

/** It is slow: each pixel costs as much as ten of others. */
const PASSES = 10;

/** Sizes stand in the boxes at the start. */
const SEARCHED_BYTES = 64 * 1024;

/** ISO/IEC 23008-12, 6.5.3: the property "ispe" tells the size of a picture in the file; the largest counts. */
export function avifHeader(reader: Reader): Cost {
  const start = Buffer.from(reader.bytes.subarray(0, SEARCHED_BYTES));
  let [width, height] = [0, 0];
  for (let at = start.indexOf('ispe'); at >= 0; at = start.indexOf('ispe', at + 4)) {
    const found = { width: reader.uint32(at + 8), height: reader.uint32(at + 12) };
    if (found.width * found.height > width * height) ({ width, height } = found);
  }
  if (width === 0) throw new EndOfBytes('no size');
  return costOfWhole({ width, height }, HELD_BYTES_A_PIXEL, PASSES);
}
