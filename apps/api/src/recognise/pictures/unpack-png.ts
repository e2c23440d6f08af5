import { inflateSync } from 'node:zlib';
import type { ColourPicture } from '@inkling/ink';
import { WORKING_SIDE_PX } from './picture-limits.js';

/** Where the first chunk's contents begin; plainPng says that it is the first. */
const HEADER_AT = 16;
const CHUNKS_AT = 8;
const AROUND_CHUNK_BYTES = 12;

/** Grey, red with green and blue, grey with alpha, and all four: bytes of a pixel by the colour type. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

const OPAQUE = 255;

/**
 * The pixels of a plain PNG, see `plainPng`, of 8 bits a channel, without palette, transparent colour and passes, as
 * canvases and most programs write them (W3C: "Portable Network Graphics", 9 and 10). For a small drawing this takes a
 * tenth of what a decoder takes.
 *
 * @returns `undefined` for others, and for one that can't be unpacked: what is wrong with it is for the decoder to say
 */
export function unpackPng(png: Uint8Array): (ColourPicture & { pixels: Uint8Array }) | undefined {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.length);
  const [width, height] = [bytes.readUInt32BE(HEADER_AT), bytes.readUInt32BE(HEADER_AT + 4)];
  const [depth, colour, compression, filter, passes] = bytes.subarray(HEADER_AT + 8);
  const channels = CHANNELS[colour!];
  if (depth !== 8 || channels === undefined) return undefined;
  if (compression !== 0 || filter !== 0 || passes !== 0) return undefined;
  if (Math.max(width, height) > WORKING_SIDE_PX) return undefined;
  const packed = packedIn(bytes);
  const lines = packed && inflated(packed, height * (1 + width * channels));
  if (!lines || !unfilter(lines, width * channels, height, channels)) return undefined;
  return { width, height, pixels: toColour(lines, width, height, channels) };
}

/** The contents of all IDAT chunks; `undefined` where a colour is transparent. */
function packedIn(bytes: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let at = CHUNKS_AT; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (name === 'tRNS') return undefined;
    if (name === 'IDAT') parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += AROUND_CHUNK_BYTES + length;
  }
  return parts.length === 1 ? parts[0] : Buffer.concat(parts);
}

/** Never more than expected, whatever a file is packed to. */
function inflated(packed: Buffer, expected: number): Buffer | undefined {
  try {
    const lines = inflateSync(packed, { maxOutputLength: expected, chunkSize: expected + 64 });
    return lines.length === expected ? lines : undefined;
  } catch {
    return undefined;
  }
}

/** Undoes the filter of each line, which its first byte names, in place. @returns false for an unknown one */
function unfilter(lines: Buffer, length: number, height: number, step: number): boolean {
  for (let row = 0; row < height; row++) {
    const start = row * (length + 1) + 1;
    const end = start + length;
    const filter = lines[start - 1]!;
    // Of the line above, as far as there is one.
    const up = row > 0 ? length + 1 : 0;
    if (filter === 1 || (filter === 4 && up === 0)) {
      // Above the first line all is 0, so Paeth's choice is what stands to the left.
      for (let at = start + step; at < end; at++) lines[at]! += lines[at - step]!;
    } else if (filter === 2) {
      if (up > 0) for (let at = start; at < end; at++) lines[at]! += lines[at - up]!;
    } else if (filter === 3) {
      for (let at = start; at < end; at++) {
        const left = at - step < start ? 0 : lines[at - step]!;
        lines[at]! += (left + (up > 0 ? lines[at - up]! : 0)) >> 1;
      }
    } else if (filter === 4) {
      const second = Math.min(end, start + step);
      for (let at = start; at < second; at++) lines[at]! += lines[at - up]!;
      for (let at = second; at < end; at++) {
        lines[at]! += paeth(lines[at - step]!, lines[at - up]!, lines[at - up - step]!);
      }
    } else if (filter !== 0) return false;
  }
  return true;
}

/** Of left, above and above left the one nearest to what would go on evenly. */
function paeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** Red, green, blue and alpha, without the bytes that name the filters. */
function toColour(lines: Buffer, width: number, height: number, channels: number): Uint8Array {
  const pixels = new Uint8Array(4 * width * height);
  const isGrey = channels < 3;
  const hasAlpha = channels % 2 === 0;
  for (let row = 0, into = 0; row < height; row++) {
    const start = row * (width * channels + 1) + 1;
    if (channels === 4) {
      pixels.set(lines.subarray(start, start + 4 * width), into);
      into += 4 * width;
      continue;
    }
    for (let column = 0, at = start; column < width; column++, at += channels, into += 4) {
      pixels[into] = lines[at]!;
      pixels[into + 1] = lines[isGrey ? at : at + 1]!;
      pixels[into + 2] = lines[isGrey ? at : at + 2]!;
      pixels[into + 3] = hasAlpha ? lines[at + channels - 1]! : OPAQUE;
    }
  }
  return pixels;
}
