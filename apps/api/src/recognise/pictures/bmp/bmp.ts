import type { ColourPicture } from '@inkling/ink';
import {
  BmpError,
  readBmpHeader,
  rowBytes,
  type BmpHeader,
  type ChannelBits,
} from './bmp-header.js';
import { decodeRuns } from './bmp-runs.js';

const OPAQUE = 255;

/**
 * The picture. One with a side over `maxSide` is reduced by a whole factor, each pixel the mean of those that it stands
 * for.
 *
 * @throws BmpError
 */
export function decodeBmp(
  bytes: Uint8Array,
  maxSide: number,
): ColourPicture & { readonly pixels: Uint8Array } {
  const header = readBmpHeader(bytes);
  const picture = meansOf(header, bytes, maxSide, false);
  // Programs that know no transparency leave alpha at 0 everywhere.
  const isClear = header.channels[3].most > 0 && hasNothing(picture.pixels);
  return isClear ? meansOf(header, bytes, maxSide, true) : picture;
}

/** @param isOpaque whatever its alpha says */
function meansOf(
  header: BmpHeader,
  bytes: Uint8Array,
  maxSide: number,
  isOpaque: boolean,
): ColourPicture & { readonly pixels: Uint8Array } {
  const factor = Math.max(1, Math.ceil(Math.max(header.width, header.height) / maxSide));
  const width = Math.ceil(header.width / factor);
  const height = Math.ceil(header.height / factor);
  const readRow = rowReader(header, bytes);
  const row = new Uint8Array(header.width * 4);
  // Colours are weighed by their alpha: what is clear has none.
  const sums = new Float64Array(width * 4);
  const counts = new Uint32Array(width);
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < header.height; y++) {
    readRow(header.topDown ? y : header.height - 1 - y, row);
    for (let x = 0; x < header.width; x++) {
      const at = Math.floor(x / factor);
      const alpha = isOpaque ? OPAQUE : row[x * 4 + 3]!;
      counts[at]!++;
      sums[at * 4 + 3]! += alpha;
      for (let channel = 0; channel < 3; channel++) {
        sums[at * 4 + channel]! += alpha * row[x * 4 + channel]!;
      }
    }
    if (y % factor !== factor - 1 && y !== header.height - 1) continue;
    writeMeans(sums, counts, pixels.subarray(Math.floor(y / factor) * width * 4));
    sums.fill(0);
    counts.fill(0);
  }
  return { width, height, pixels };
}

function writeMeans(sums: Float64Array, counts: Uint32Array, into: Uint8Array): void {
  for (let at = 0; at < counts.length; at++) {
    const alphas = sums[at * 4 + 3]!;
    for (let channel = 0; channel < 3; channel++) {
      into[at * 4 + channel] = alphas > 0 ? Math.round(sums[at * 4 + channel]! / alphas) : 0;
    }
    into[at * 4 + 3] = Math.round(alphas / counts[at]!);
  }
}

function hasNothing(pixels: Uint8Array): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 0) return false;
  return true;
}

/** Writes a stored row as red, green, blue and alpha. */
type RowReader = (storedRow: number, rgba: Uint8Array) => void;

function rowReader(header: BmpHeader, bytes: Uint8Array): RowReader {
  if (header.isRunLength) {
    const { indices, rows } = decodeRuns(header, bytes);
    const colour = paletteOf(header, bytes);
    return (storedRow, rgba) => {
      if (storedRow >= rows) return void rgba.fill(OPAQUE);
      for (let x = 0; x < header.width; x++) {
        colour(indices[storedRow * header.width + x]!, rgba, x * 4);
      }
    };
  }
  const stored = rowBytes(header);
  const read =
    header.bitsPerPixel <= 8 ? paletteReader(header, bytes) : directReader(header, bytes);
  return (storedRow, rgba) => {
    const from = header.pixelOffset + storedRow * stored;
    if (from + stored > bytes.length) rgba.fill(OPAQUE);
    else read(from, rgba);
  };
}

/** Writes the row that begins at a place in the file. */
type Read = (from: number, rgba: Uint8Array) => void;

function directReader({ width, bitsPerPixel, channels }: BmpHeader, bytes: Uint8Array): Read {
  const step = bitsPerPixel / 8;
  const tables = channels.map(scaleOf);
  return (from, rgba) => {
    for (let x = 0; x < width; x++) {
      const at = from + x * step;
      let value = 0;
      for (let byte = step - 1; byte >= 0; byte--) value = value * 256 + bytes[at + byte]!;
      for (let channel = 0; channel < 4; channel++) rgba[x * 4 + channel] = tables[channel]!(value);
    }
  };
}

/** A missing alpha is opaque, a missing colour 0. */
function scaleOf({ shift, most }: ChannelBits, channel: number): (value: number) => number {
  if (most === 0) return () => (channel === 3 ? OPAQUE : 0);
  const scale = 255 / most;
  return (value) => Math.round((((value >>> shift) & most) >>> 0) * scale);
}

function paletteReader(header: BmpHeader, bytes: Uint8Array): Read {
  const { width, bitsPerPixel } = header;
  const perByte = 8 / bitsPerPixel;
  const mask = 2 ** bitsPerPixel - 1;
  const colour = paletteOf(header, bytes);
  return (from, rgba) => {
    for (let x = 0; x < width; x++) {
      const byte = bytes[from + Math.floor(x / perByte)]!;
      colour((byte >> ((perByte - 1 - (x % perByte)) * bitsPerPixel)) & mask, rgba, x * 4);
    }
  };
}

function paletteOf({ palette }: BmpHeader, bytes: Uint8Array) {
  return (index: number, rgba: Uint8Array, at: number): void => {
    if (index >= palette.entries) {
      throw new BmpError('The BMP names a colour that it does not have.');
    }
    const colour = palette.offset + index * palette.entrySize;
    for (let channel = 0; channel < 3; channel++) rgba[at + channel] = bytes[colour + 2 - channel]!;
    rgba[at + 3] = OPAQUE;
  };
}
