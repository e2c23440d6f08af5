/** A BMP that can't be read; the message is for a person. */
export class BmpError extends Error {
  override readonly name = 'BmpError';
}

/** RGB, row by row from the top, 3 bytes a pixel. */
export interface RgbPicture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  readonly topDown: boolean;
  readonly bitsPerPixel: 1 | 4 | 8 | 24 | 32;
  readonly pixelOffset: number;
  readonly palette: {
    readonly offset: number;
    readonly entries: number;
    readonly entrySize: 3 | 4;
  };
  /** Where red, green and blue are in 32 bits. */
  readonly shifts: readonly [red: number, green: number, blue: number];
}

const FILE_HEADER = 14;
const CORE_HEADER = 12;
const INFO_HEADER = 40;
const DEPTHS = [1, 4, 8, 24, 32];
const RGB = 0;
const BIT_FIELDS = 3;
const ALPHA_BIT_FIELDS = 6;

export const isBmp = (bytes: Uint8Array): boolean => bytes[0] === 0x42 && bytes[1] === 0x4d;

/**
 * Size and layout of a BMP: 1, 4, 8, 24 or 32 bits a pixel, uncompressed, from the bottom up or from
 * the top down.
 *
 * @throws BmpError
 */
export function readBmpHeader(bytes: Uint8Array): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isBmp(bytes) || bytes.length < FILE_HEADER + CORE_HEADER) throw cutShort();
  const headerSize = view.getUint32(14, true);
  if (headerSize === CORE_HEADER) return readCore(view);
  if (headerSize < INFO_HEADER || bytes.length < FILE_HEADER + INFO_HEADER) throw cutShort();
  if (headerSize > bytes.length - FILE_HEADER) throw cutShort();

  const width = view.getInt32(18, true);
  const height = view.getInt32(22, true);
  const compression = view.getUint32(30, true);
  const masked = compression === BIT_FIELDS || compression === ALPHA_BIT_FIELDS;
  const bitsPerPixel = depth(view.getUint16(28, true));
  if (compression !== RGB && !(masked && bitsPerPixel === 32)) {
    throw new BmpError('This BMP is compressed. Save it uncompressed, or as PNG.');
  }
  const header = {
    ...size(width, height),
    topDown: height < 0,
    bitsPerPixel,
    pixelOffset: view.getUint32(10, true),
    palette: {
      offset: FILE_HEADER + headerSize,
      entries: bitsPerPixel <= 8 ? paletteSize(view.getUint32(46, true), bitsPerPixel) : 0,
      entrySize: 4 as const,
    },
    shifts: masked ? readShifts(view) : ([16, 8, 0] as const),
  };
  return checked(header, bytes.length);
}

function readCore(view: DataView): BmpHeader {
  const bitsPerPixel = depth(view.getUint16(24, true));
  const header = {
    ...size(view.getUint16(18, true), view.getUint16(20, true)),
    topDown: false,
    bitsPerPixel,
    pixelOffset: view.getUint32(10, true),
    palette: {
      offset: FILE_HEADER + CORE_HEADER,
      entries: bitsPerPixel <= 8 ? 2 ** bitsPerPixel : 0,
      entrySize: 3 as const,
    },
    shifts: [16, 8, 0] as const,
  };
  return checked(header, view.byteLength);
}

function checked(header: BmpHeader, length: number): BmpHeader {
  const { offset, entries, entrySize } = header.palette;
  if (offset + entries * entrySize > length) throw cutShort();
  if (header.pixelOffset < offset)
    throw new BmpError('The BMP contradicts itself. Save it as PNG.');
  if (header.pixelOffset + rowBytes(header) * header.height > length) throw cutShort();
  return header;
}

function size(width: number, height: number): { width: number; height: number } {
  if (width <= 0 || height === 0) throw new BmpError('The BMP has no pixels.');
  return { width, height: Math.abs(height) };
}

function depth(bits: number): BmpHeader['bitsPerPixel'] {
  if (DEPTHS.includes(bits)) return bits as BmpHeader['bitsPerPixel'];
  throw new BmpError(
    `A BMP of ${bits} bits a pixel can't be read. Save it with 24 bits, or as PNG.`,
  );
}

function paletteSize(used: number, bitsPerPixel: number): number {
  const most = 2 ** bitsPerPixel;
  if (used > most) throw new BmpError('The BMP has more colours than its depth allows.');
  return used === 0 ? most : used;
}

/** Bit masks stand after the first 40 bytes of the header; whole bytes are the only ones in use. */
function readShifts(view: DataView): readonly [number, number, number] {
  if (view.byteLength < FILE_HEADER + INFO_HEADER + 12) throw cutShort();
  const shift = (at: number): number => {
    const found = [0, 8, 16, 24].find((bits) => view.getUint32(at, true) === (0xff << bits) >>> 0);
    if (found !== undefined) return found;
    throw new BmpError("The BMP's colours lie in unusual bits. Save it as PNG.");
  };
  return [shift(54), shift(58), shift(62)];
}

const rowBytes = ({ width, bitsPerPixel }: BmpHeader): number =>
  Math.ceil((width * bitsPerPixel) / 32) * 4;

/**
 * The picture as RGB. One with a side over `maxSide` is reduced by a whole factor, each pixel the mean
 * of those that it stands for.
 *
 * @throws BmpError
 */
export function decodeBmp(bytes: Uint8Array, maxSide: number): RgbPicture {
  const header = readBmpHeader(bytes);
  const factor = Math.max(1, Math.ceil(Math.max(header.width, header.height) / maxSide));
  const width = Math.ceil(header.width / factor);
  const height = Math.ceil(header.height / factor);
  const sums = new Uint32Array(width * height * 3);
  const counts = new Uint32Array(width * height);
  const readRow = rowReader(header, bytes);
  const row = new Uint8Array(header.width * 3);
  for (let y = 0; y < header.height; y++) {
    readRow(header.topDown ? y : header.height - 1 - y, row);
    const start = Math.floor(y / factor) * width;
    for (let x = 0; x < header.width; x++) {
      const at = start + Math.floor(x / factor);
      counts[at]!++;
      for (let channel = 0; channel < 3; channel++) {
        sums[at * 3 + channel]! += row[x * 3 + channel]!;
      }
    }
  }
  const pixels = new Uint8Array(sums.length);
  for (let at = 0; at < pixels.length; at++) {
    pixels[at] = Math.round(sums[at]! / counts[Math.floor(at / 3)]!);
  }
  return { width, height, pixels };
}

type RowReader = (storedRow: number, rgb: Uint8Array) => void;

function rowReader(header: BmpHeader, bytes: Uint8Array): RowReader {
  const start = (storedRow: number): number => header.pixelOffset + storedRow * rowBytes(header);
  if (header.bitsPerPixel <= 8) return paletteReader(header, bytes, start);
  const step = header.bitsPerPixel / 8;
  const places = header.bitsPerPixel === 24 ? [2, 1, 0] : header.shifts.map((bits) => bits / 8);
  return (storedRow, rgb) => {
    const from = start(storedRow);
    for (let x = 0; x < header.width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        rgb[x * 3 + channel] = bytes[from + x * step + places[channel]!]!;
      }
    }
  };
}

function paletteReader(
  { width, bitsPerPixel, palette }: BmpHeader,
  bytes: Uint8Array,
  start: (storedRow: number) => number,
): RowReader {
  const perByte = 8 / bitsPerPixel;
  const mask = 2 ** bitsPerPixel - 1;
  return (storedRow, rgb) => {
    const from = start(storedRow);
    for (let x = 0; x < width; x++) {
      const byte = bytes[from + Math.floor(x / perByte)]!;
      const index = (byte >> ((perByte - 1 - (x % perByte)) * bitsPerPixel)) & mask;
      if (index >= palette.entries)
        throw new BmpError('The BMP names a colour that it does not have.');
      const colour = palette.offset + index * palette.entrySize;
      for (let channel = 0; channel < 3; channel++)
        rgb[x * 3 + channel] = bytes[colour + 2 - channel]!;
    }
  };
}

const cutShort = (): BmpError => new BmpError('The BMP is cut short. Send the whole file.');
