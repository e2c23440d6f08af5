import { GLYPH_PIXELS, GLYPH_SIDE } from '@inkling/ink';
import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

const IMAGES_MAGIC = 0x803;
const LABELS_MAGIC = 0x801;

/** Pictures of an IDX file (LeCun's MNIST format), one byte a pixel, 28x28. */
export interface IdxImages {
  readonly count: number;
  /** `[count, 28, 28]`, 0..255, white ink on black. */
  readonly pixels: Uint8Array;
}

/** @throws Error when the file is no gzipped IDX file of 28x28 pictures */
export function readIdxImages(path: string): IdxImages {
  const bytes = gunzipSync(readFileSync(path));
  const count = bytes.readUInt32BE(4);
  if (
    bytes.readUInt32BE(0) !== IMAGES_MAGIC ||
    bytes.readUInt32BE(8) !== GLYPH_SIDE ||
    bytes.readUInt32BE(12) !== GLYPH_SIDE ||
    bytes.length !== 16 + count * GLYPH_PIXELS
  ) {
    throw new Error(`${path} is not an IDX file of 28x28 pictures.`);
  }
  return { count, pixels: new Uint8Array(bytes.subarray(16)) };
}

/** @throws Error when the file is no gzipped IDX file of labels */
export function readIdxLabels(path: string): Uint8Array {
  const bytes = gunzipSync(readFileSync(path));
  if (bytes.readUInt32BE(0) !== LABELS_MAGIC || bytes.length !== 8 + bytes.readUInt32BE(4)) {
    throw new Error(`${path} is not an IDX file of labels.`);
  }
  return new Uint8Array(bytes.subarray(8));
}

/** Pictures and labels as two gzipped IDX files; equal sets give equal bytes. */
export function writeIdx(
  pixels: Uint8Array,
  labels: Uint8Array,
): { images: Uint8Array; labels: Uint8Array } {
  const side = GLYPH_SIDE;
  return {
    images: pack([IMAGES_MAGIC, labels.length, side, side], pixels),
    labels: writeIdxLabels(labels),
  };
}

/** A byte a glyph, classes or hands, as a gzipped IDX file. */
export const writeIdxLabels = (labels: Uint8Array): Uint8Array =>
  pack([LABELS_MAGIC, labels.length], labels);

function pack(header: readonly number[], body: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(header.length * 4);
  header.forEach((word, at) => bytes.writeUInt32BE(word, at * 4));
  return gzipSync(Buffer.concat([bytes, body]), { level: 9 });
}
