import { inflateSync } from 'node:zlib';
import type { PlainPng, PngChunk } from './plain-png.js';

// Looked up once: in sandboxes such as Jest's every look-up of a global in a loop is slow.
const { abs } = Math;

/** How the pixels of a PNG lie that is read here: one byte a sample, no palette, not interlaced. */
export interface PngLayout {
  readonly width: number;
  readonly height: number;
  /** Of each pixel: 1 grey, 2 grey and alpha, 3 red, green and blue, 4 with alpha. */
  readonly samples: 1 | 2 | 3 | 4;
}

/** By the colour type. Palettes are left to the decoder of all other pictures. */
const SAMPLES: Readonly<Record<number, PngLayout['samples']>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

const HEADER_BYTES = 13;

/** @returns `undefined` where something about it is unusual, or wrong: the decoder tells what it is */
export function pngLayout({ chunks }: PlainPng): PngLayout | undefined {
  const [{ data } = { data: new Uint8Array() }, ...others] = chunks;
  if (data.length !== HEADER_BYTES) return undefined;
  if (others.some(({ name }) => name === 'IHDR' || name === 'tRNS')) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, colour, compression, filter, interlace] = data.subarray(8);
  const samples = SAMPLES[colour!];
  const isUsual = depth === 8 && compression === 0 && filter === 0 && interlace === 0;
  return isUsual && samples && width > 0 && height > 0 ? { width, height, samples } : undefined;
}

/**
 * All samples, row by row, each pixel's beside one another.
 *
 * @returns `undefined` where there are not exactly as many, or they can't be unpacked
 */
export function pngSamples({ chunks }: PlainPng, layout: PngLayout): Uint8Array | undefined {
  const { width, height, samples } = layout;
  const lineBytes = width * samples;
  const lines = inflated(chunks, height * (lineBytes + 1));
  return lines && unfiltered(lines, lineBytes, samples);
}

/** Exactly so many bytes of chunks that follow one another, or nothing. */
function inflated(chunks: readonly PngChunk[], length: number): Uint8Array | undefined {
  const isData = ({ name }: PngChunk): boolean => name === 'IDAT';
  const first = chunks.findIndex(isData);
  const data = chunks.filter(isData);
  if (first < 0 || !chunks.slice(first, first + data.length).every(isData)) return undefined;
  try {
    const packed = data.length === 1 ? data[0]!.data : Buffer.concat(data.map(({ data }) => data));
    // In one piece, not put together of small ones.
    const lines = inflateSync(packed, { maxOutputLength: length, chunkSize: Math.max(64, length) });
    return lines.length === length ? lines : undefined;
  } catch {
    return undefined;
  }
}

const NONE = 0;
const SUB = 1;
const UP = 2;
const AVERAGE = 3;
const PAETH = 4;

/**
 * Takes back what each line is told as: its difference to pixels at its left and above (W3C, "Portable Network
 * Graphics", 9.2).
 *
 * @param lines each begins with the number of its filter
 * @param step bytes of a pixel
 * @returns the lines alone; `undefined` where one of these filters does not exist
 */
function unfiltered(lines: Uint8Array, lineBytes: number, step: number): Uint8Array | undefined {
  const height = lines.length / (lineBytes + 1);
  const samples = new Uint8Array(height * lineBytes);
  let above: Uint8Array = new Uint8Array(lineBytes);
  for (let row = 0; row < height; row++) {
    const from = row * (lineBytes + 1);
    const line = samples.subarray(row * lineBytes, (row + 1) * lineBytes);
    line.set(lines.subarray(from + 1, from + 1 + lineBytes));
    if (!unfilter(line, above, lines[from]!, step)) return undefined;
    above = line;
  }
  return samples;
}

function unfilter(line: Uint8Array, above: Uint8Array, filter: number, step: number): boolean {
  const { length } = line;
  switch (filter) {
    case NONE:
      return true;
    case SUB:
      for (let at = step; at < length; at++) line[at]! += line[at - step]!;
      return true;
    case UP:
      for (let at = 0; at < length; at++) line[at]! += above[at]!;
      return true;
    case AVERAGE:
      for (let at = 0; at < step; at++) line[at]! += above[at]! >> 1;
      for (let at = step; at < length; at++) line[at]! += (line[at - step]! + above[at]!) >> 1;
      return true;
    case PAETH:
      for (let at = 0; at < step; at++) line[at]! += above[at]!;
      for (let at = step; at < length; at++) {
        line[at]! += paeth(line[at - step]!, above[at]!, above[at - step]!);
      }
      return true;
    default:
      return false;
  }
}

/** Of three neighbours the one that lies nearest to left + up - upLeft. */
function paeth(left: number, up: number, upLeft: number): number {
  const toLeft = abs(up - upLeft);
  const toUp = abs(left - upLeft);
  const toUpLeft = abs(left + up - 2 * upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}
