import type { Reader } from './byte-reader.js';
import type { Told } from './cost.js';

/** Samples of a pixel once decoded, by the colour type; those of a palette may be transparent. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 4, 4: 2, 6: 4 };

/** W3C, "Portable Network Graphics", 11.2.1: the first chunk tells everything. */
export function pngHeader(reader: Reader): Told {
  const width = reader.uint32(16);
  const height = reader.uint32(20);
  const depth = reader.uint8(24);
  const samples = SAMPLES[reader.uint8(25)] ?? 4;
  const isInterlaced = reader.uint8(28) !== 0;
  const decodedBytes = width * height * samples * (depth > 8 ? 2 : 1);
  return {
    width,
    height,
    decodedBytes,
    heldBytes: isInterlaced ? decodedBytes : 0,
    pixelPasses: width * height,
    bitsASample: depth,
  };
}
