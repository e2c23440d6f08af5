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
    bytes.readUInt32BE(8) !== 28 ||
    bytes.readUInt32BE(12) !== 28 ||
    bytes.length !== 16 + count * 784
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
  const side = 28;
  const count = labels.length;
  const header = (words: readonly number[]) => {
    const bytes = Buffer.alloc(words.length * 4);
    words.forEach((word, at) => bytes.writeUInt32BE(word, at * 4));
    return bytes;
  };
  const pack = (head: Buffer, body: Uint8Array) =>
    gzipSync(Buffer.concat([head, body]), { level: 9 });
  return {
    images: pack(header([IMAGES_MAGIC, count, side, side]), pixels),
    labels: pack(header([LABELS_MAGIC, count]), labels),
  };
}
