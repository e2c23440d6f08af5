import { inflateSync } from 'node:zlib';
import { GLYPH_PIXELS, GLYPH_SIDE } from '@inkling/ink';
import { plainPng } from '../../recognise/pictures/plain-png.js';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A row and its filter. */
const STRIDE = GLYPH_SIDE + 1;

/** Grey, 8 bits, not interlaced: how glyphs are exported, and how data sets of this size are packed. */
const HEADER = Buffer.from([0, 0, 0, GLYPH_SIDE, 0, 0, 0, GLYPH_SIDE, 8, 0, 0, 0, 0]);

const HEADER_AT = 16;
const FIRST_CHUNK_AT = HEADER_AT + HEADER.length + 4;

/**
 * The glyph that a PNG of 28x28 grey pixels is, white on black, byte for byte.
 *
 * @returns `undefined` for any other picture, also of this size: dark ink on light paper is no glyph
 */
export function glyphOfPng(file: Uint8Array): Uint8Array | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const isOfSize =
    bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE) &&
    bytes.subarray(HEADER_AT, HEADER_AT + HEADER.length).equals(HEADER);
  const whole = isOfSize ? plainPng(bytes) : undefined;
  const pixels = whole && pixelsOf(Buffer.from(whole));
  return pixels && !isOnLight(pixels) ? pixels : undefined;
}

function pixelsOf(png: Buffer): Uint8Array | undefined {
  const parts: Buffer[] = [];
  for (let at = FIRST_CHUNK_AT; at + 8 <= png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') {
      parts.push(png.subarray(at + 8, at + 8 + length));
    }
    at += length + 12;
  }
  const rows = inflated(Buffer.concat(parts));
  return rows?.length === STRIDE * GLYPH_SIDE ? unfiltered(rows) : undefined;
}

function inflated(bytes: Buffer): Buffer | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: STRIDE * GLYPH_SIDE });
  } catch {
    return undefined;
  }
}

/** W3C: "Portable Network Graphics", filter method 0, of pixels of one byte. */
function unfiltered(rows: Uint8Array): Uint8Array | undefined {
  const pixels = new Uint8Array(GLYPH_PIXELS);
  for (let y = 0; y < GLYPH_SIDE; y++) {
    const filter = FILTERS[rows[y * STRIDE]!];
    if (!filter) return undefined;
    for (let x = 0; x < GLYPH_SIDE; x++) {
      const at = y * GLYPH_SIDE + x;
      const left = x > 0 ? pixels[at - 1]! : 0;
      const above = y > 0 ? pixels[at - GLYPH_SIDE]! : 0;
      const corner = x > 0 && y > 0 ? pixels[at - GLYPH_SIDE - 1]! : 0;
      pixels[at] = rows[y * STRIDE + x + 1]! + filter(left, above, corner);
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

/** Judged by the frame: characters seldom touch it. */
export function isOnLight(
  pixels: Uint8Array,
  width: number = GLYPH_SIDE,
  height: number = GLYPH_SIDE,
): boolean {
  let sum = 0;
  for (let x = 0; x < width; x++) sum += pixels[x]! + pixels[(height - 1) * width + x]!;
  for (let y = 0; y < height; y++) sum += pixels[y * width]! + pixels[(y + 1) * width - 1]!;
  return sum > 127.5 * 2 * (width + height);
}
