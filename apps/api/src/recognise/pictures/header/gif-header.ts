import type { Reader } from './byte-reader.js';
import { costOfWhole, type Cost } from './cost.js';

/** The decoder holds the canvas twice, four bytes a pixel. */
const HELD_BYTES_A_PIXEL = 8;

/** "GIF89a Specification", 18. Only the first picture of an animation is decoded. */
export function gifHeader(reader: Reader): Cost {
  const size = { width: reader.uint16(6, true), height: reader.uint16(8, true) };
  return costOfWhole(size, HELD_BYTES_A_PIXEL);
}
