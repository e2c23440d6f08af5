import { EndOfBytes, type Reader } from './byte-reader.js';
import { costOfWhole, type Cost } from './cost.js';

/** The decoder holds the canvas twice, four bytes a pixel. */
const HELD_BYTES_A_PIXEL = 8;

/** "GIF89a Specification", 18. Only the first picture of an animation is decoded. */
export function gifHeader(reader: Reader): Cost {
  const width = reader.uint16(6, true);
  const height = reader.uint16(8, true);
  // As browsers and the decoder do: a screen without a size has that of what is shown.
  const size = width > 0 && height > 0 ? { width, height } : firstFrame(reader);
  return costOfWhole(size, HELD_BYTES_A_PIXEL);
}

const EXTENSION = 0x21;
const FRAME = 0x2c;

/** Its right and lower edge. */
function firstFrame(reader: Reader): { readonly width: number; readonly height: number } {
  const flags = reader.uint8(10);
  const colours = (flags & 0x80) === 0 ? 0 : 2 << (flags & 7);
  let at = 13 + 3 * colours;
  while (reader.uint8(at) === EXTENSION) {
    at += 2;
    // Blocks, of which one without bytes is the last.
    for (let size = 1; size > 0; at += 1 + size) size = reader.uint8(at);
  }
  if (reader.uint8(at) !== FRAME) throw new EndOfBytes('no picture');
  return {
    width: reader.uint16(at + 1, true) + reader.uint16(at + 5, true),
    height: reader.uint16(at + 3, true) + reader.uint16(at + 7, true),
  };
}
