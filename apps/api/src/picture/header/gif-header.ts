import type { Reader } from './byte-reader.js';
import type { Cost } from './picture-header.js';

/** The decoder holds the canvas twice, four bytes a pixel. */
const HELD_BYTES_A_PIXEL = 8;

/** "GIF89a Specification", 18. Only the first picture of an animation is decoded. */
export function gifHeader(reader: Reader): Cost {
  const width = reader.uint16(6, true);
  const height = reader.uint16(8, true);
  const pixels = width * height;
  return {
    width,
    height,
    decodedBytes: pixels * 4,
    heldBytes: pixels * HELD_BYTES_A_PIXEL,
    pixelPasses: pixels,
  };
}
