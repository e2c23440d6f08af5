import { EndOfBytes, type Reader } from './byte-reader.js';
import { costOfWhole, type Cost } from './cost.js';

/** The decoder holds its own planes and the pixels made of them. */
const HELD_BYTES_A_PIXEL = 6;

/** "WebP Container Specification": the first chunk tells the size of the canvas. */
export function webpHeader(reader: Reader): Cost {
  return costOfWhole(sizeOf(reader), HELD_BYTES_A_PIXEL);
}

function sizeOf(reader: Reader): { width: number; height: number } {
  switch (reader.text(12, 4)) {
    case 'VP8X':
      return {
        width: reader.uint24LittleEndian(24) + 1,
        height: reader.uint24LittleEndian(27) + 1,
      };
    case 'VP8L': {
      const bits = reader.uint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      return { width: reader.uint16(26, true) & 0x3fff, height: reader.uint16(28, true) & 0x3fff };
    default:
      throw new EndOfBytes('no chunk of a picture');
  }
}
