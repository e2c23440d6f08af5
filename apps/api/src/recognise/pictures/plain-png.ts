import { crc32, inflateSync } from 'node:zlib';
import type { ColourPicture } from '@inkling/ink';

/** Larger ones are left to the decoder that reads line by line. */
const MOST_PIXELS = 512 * 512;

const SIGNATURE_BYTES = 8;

/** Of a chunk: its length, its name and its checksum. */
const AROUND_CHUNK_BYTES = 12;

/** Chunks that neither change how the picture looks nor tell anything about whoever made it. */
const HARMLESS = new Set(['pHYs', 'sRGB']);

/** Samples of a pixel, by the colour type: grey, colours, grey with alpha, colours with alpha. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

/** A small PNG as browsers and drawing programs write it. */
export interface PlainPng {
  readonly width: number;
  readonly height: number;
  readonly samples: number;
  readonly packed: readonly Uint8Array[];
  /** The file without what may follow its end. */
  readonly bytes: Uint8Array;
}

/**
 * A file as a small PNG of 8 bits a sample, whole, in one pass, without a palette, colour profile, metadata or
 * unknown chunks; `undefined` for any other, which is a matter of the general decoder (W3C: "Portable Network Graphics").
 */
export function plainPng(file: Uint8Array): PlainPng | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  const packed: Uint8Array[] = [];
  let head: Pick<PlainPng, 'width' | 'height' | 'samples'> | undefined;
  for (let at = SIGNATURE_BYTES; at + AROUND_CHUNK_BYTES <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const end = at + AROUND_CHUNK_BYTES + length;
    if (end > bytes.length) return undefined;
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) {
      return undefined;
    }
    const data = bytes.subarray(at + 8, end - 4);
    if (!head) {
      head = name === 'IHDR' && length === 13 ? plainHead(data) : undefined;
      if (!head) return undefined;
    } else if (name === 'IDAT') packed.push(data);
    else if (name === 'IEND') return { ...head, packed, bytes: bytes.subarray(0, end) };
    else if (!HARMLESS.has(name)) return undefined;
    at = end;
  }
  return undefined;
}

function plainHead(data: Buffer): Pick<PlainPng, 'width' | 'height' | 'samples'> | undefined {
  const [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
  const [depth, type, compression, filter, interlace] = data.subarray(8);
  const samples = SAMPLES[type!];
  const isPlain = depth === 8 && compression === 0 && filter === 0 && interlace === 0;
  const isSmall = width > 0 && height > 0 && width * height <= MOST_PIXELS;
  return isPlain && isSmall && samples !== undefined ? { width, height, samples } : undefined;
}

/** Its pixels; `undefined` when they are damaged, and not one byte more than its size says is unpacked. */
export function decodePlainPng({
  width,
  height,
  samples,
  packed,
}: PlainPng): (ColourPicture & { readonly pixels: Uint8Array }) | undefined {
  const lineBytes = 1 + width * samples;
  let lines: Uint8Array;
  try {
    lines = inflateSync(packed.length === 1 ? packed[0]! : Buffer.concat(packed), {
      maxOutputLength: height * lineBytes,
    });
  } catch {
    return undefined;
  }
  if (lines.length !== height * lineBytes) return undefined;
  for (let row = 0; row < height; row++) {
    if (!unfilter(lines, row * lineBytes, lineBytes, samples)) return undefined;
  }
  return { width, height, pixels: toColour(lines, width, height, samples) };
}

/**
 * A line's bytes are differences to those before it and above it (clause 9): the sums take their place.
 *
 * @returns whether there is such a filter
 */
function unfilter(lines: Uint8Array, start: number, lineBytes: number, samples: number): boolean {
  const filter = lines[start]!;
  const end = start + lineBytes;
  const first = start + 1;
  const second = first + samples;
  const isTop = start === 0;
  switch (filter) {
    case 0:
      return true;
    case 1:
      for (let at = second; at < end; at++) lines[at]! += lines[at - samples]!;
      return true;
    case 2:
      if (!isTop) for (let at = first; at < end; at++) lines[at]! += lines[at - lineBytes]!;
      return true;
    case 3:
      for (let at = first; at < end; at++) {
        const before = at < second ? 0 : lines[at - samples]!;
        const above = isTop ? 0 : lines[at - lineBytes]!;
        lines[at]! += (before + above) >> 1;
      }
      return true;
    case 4:
      for (let at = first; at < end; at++) {
        const before = at < second ? 0 : lines[at - samples]!;
        const above = isTop ? 0 : lines[at - lineBytes]!;
        const corner = isTop || at < second ? 0 : lines[at - lineBytes - samples]!;
        lines[at]! += nearest(before, above, corner);
      }
      return true;
    default:
      return false;
  }
}

/** Of three neighbours the one nearest to before + above - corner (Paeth). */
function nearest(before: number, above: number, corner: number): number {
  const toBefore = Math.abs(above - corner);
  const toAbove = Math.abs(before - corner);
  const toCorner = Math.abs(before + above - 2 * corner);
  if (toBefore <= toAbove && toBefore <= toCorner) return before;
  return toAbove <= toCorner ? above : corner;
}

function toColour(lines: Uint8Array, width: number, height: number, samples: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 4).fill(255);
  const isGrey = samples < 3;
  const hasAlpha = samples % 2 === 0;
  let to = 0;
  for (let row = 0; row < height; row++) {
    let from = row * (1 + width * samples) + 1;
    for (let column = 0; column < width; column++, from += samples, to += 4) {
      pixels[to] = lines[from]!;
      pixels[to + 1] = lines[isGrey ? from : from + 1]!;
      pixels[to + 2] = lines[isGrey ? from : from + 2]!;
      if (hasAlpha) pixels[to + 3] = lines[from + samples - 1]!;
    }
  }
  return pixels;
}
