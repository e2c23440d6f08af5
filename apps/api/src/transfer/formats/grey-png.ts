import { inflateSync } from 'node:zlib';
import { plainPng } from '../../recognise/pictures/plain-png.js';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** 8 bits, grey, not interlaced. */
const KIND = Buffer.from([8, 0, 0, 0, 0]);

const WIDTH_AT = 16;
const HEIGHT_AT = 20;
const KIND_AT = 24;
const FIRST_CHUNK_AT = KIND_AT + KIND.length + 4;

export interface GreyPng {
  readonly width: number;
  readonly height: number;
  /** Row by row, 0 black to 255 white. */
  readonly pixels: Uint8Array;
}

/**
 * The pixels of a PNG with one channel of 8 bits: how Inkling writes glyphs and strips, byte for byte.
 *
 * @param mostPixels a picture with more of them is not unpacked
 * @returns `undefined` for any other picture
 */
export function readGreyPng(file: Uint8Array, mostPixels: number): GreyPng | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const isGrey =
    bytes.length > FIRST_CHUNK_AT &&
    bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE) &&
    bytes.subarray(KIND_AT, KIND_AT + KIND.length).equals(KIND);
  if (!isGrey) return undefined;
  const [width, height] = [bytes.readUInt32BE(WIDTH_AT), bytes.readUInt32BE(HEIGHT_AT)];
  if (width === 0 || height === 0 || width * height > mostPixels) return undefined;
  const whole = plainPng(bytes);
  const rows = whole && inflated(dataOf(Buffer.from(whole)), (width + 1) * height);
  const pixels = rows && unfiltered(rows, width, height);
  return pixels && { width, height, pixels };
}

function dataOf(png: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = FIRST_CHUNK_AT; at + 8 <= png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') {
      parts.push(png.subarray(at + 8, at + 8 + length));
    }
    at += length + 12;
  }
  return Buffer.concat(parts);
}

function inflated(bytes: Buffer, length: number): Buffer | undefined {
  try {
    const rows = inflateSync(bytes, { maxOutputLength: length });
    return rows.length === length ? rows : undefined;
  } catch {
    return undefined;
  }
}

/** Each row begins with its filter (W3C: "Portable Network Graphics", filter method 0, of pixels of one byte). */
function unfiltered(rows: Uint8Array, width: number, height: number): Uint8Array | undefined {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = y * (width + 1);
    const filter = FILTERS[rows[start]!];
    if (!filter) return undefined;
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const left = x > 0 ? pixels[at - 1]! : 0;
      const above = y > 0 ? pixels[at - width]! : 0;
      const corner = x > 0 && y > 0 ? pixels[at - width - 1]! : 0;
      pixels[at] = rows[start + x + 1]! + filter(left, above, corner);
    }
  }
  return pixels;
}

const FILTERS: readonly ((left: number, above: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_left, above) => above,
  (left, above) => (left + above) >> 1,
  paeth,
];

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((of) => Math.abs(guess - of));
  if (toLeft! <= toAbove! && toLeft! <= toCorner!) return left;
  return toAbove! <= toCorner! ? above : corner;
}
