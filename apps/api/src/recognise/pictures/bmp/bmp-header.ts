/** A BMP that can't be read; the message is for a person. */
export class BmpError extends Error {
  override readonly name = 'BmpError';
}

/** Where one channel lies in a pixel's bits. */
export interface ChannelBits {
  readonly shift: number;
  /** The largest value; 0 where the channel is missing. */
  readonly most: number;
}

export type BmpDepth = 1 | 2 | 4 | 8 | 16 | 24 | 32;

export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  readonly topDown: boolean;
  readonly bitsPerPixel: BmpDepth;
  readonly isRunLength: boolean;
  readonly pixelOffset: number;
  readonly palette: {
    readonly offset: number;
    readonly entries: number;
    readonly entrySize: 3 | 4;
  };
  /** Red, green, blue and alpha, for pixels of 16 and 32 bits. */
  readonly channels: readonly [ChannelBits, ChannelBits, ChannelBits, ChannelBits];
}

const FILE_HEADER = 14;
const CORE_HEADER = 12;
const INFO_HEADER = 40;
/** From this size on the header itself has a mask for alpha. */
const ALPHA_HEADER = 56;
const MASKS_AT = FILE_HEADER + INFO_HEADER;
const DEPTHS: readonly number[] = [1, 2, 4, 8, 16, 24, 32];

const COMPRESSION = {
  none: 0,
  runs8: 1,
  runs4: 2,
  bitFields: 3,
  jpeg: 4,
  png: 5,
  alphaBitFields: 6,
};

/** Rows that may be missing at the end of the file, as a part of all: they are taken to be white. */
const MAY_BE_MISSING = 0.1;

/** Two bytes are a run of 255 pixels at most. */
const MOST_PIXELS_A_BYTE = 128;

export const isBmp = (bytes: Uint8Array): boolean => bytes[0] === 0x42 && bytes[1] === 0x4d;

/**
 * Size and layout of a BMP: 1 to 32 bits a pixel, with a palette, bytes or masks, as rows from the bottom up or from
 * the top down, or as runs. All headers from OS/2's to version 5, which clipboards write.
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

  const height = view.getInt32(22, true);
  const bitsPerPixel = depth(view.getUint16(28, true));
  const compression = view.getUint32(30, true);
  const isRunLength = usesRuns(compression, bitsPerPixel);
  const isMasked =
    compression === COMPRESSION.bitFields || compression === COMPRESSION.alphaBitFields;
  // The first header has its masks after it, where later ones have them within.
  const masksAfter =
    isMasked && headerSize === INFO_HEADER
      ? compression === COMPRESSION.alphaBitFields
        ? 16
        : 12
      : 0;
  const hasAlpha = headerSize >= ALPHA_HEADER || compression === COMPRESSION.alphaBitFields;
  return checked(
    {
      ...size(view.getInt32(18, true), height),
      topDown: height < 0,
      bitsPerPixel,
      isRunLength,
      pixelOffset: view.getUint32(10, true),
      palette: {
        offset: FILE_HEADER + headerSize + masksAfter,
        entries: bitsPerPixel <= 8 ? paletteSize(view.getUint32(46, true), bitsPerPixel) : 0,
        entrySize: 4,
      },
      channels: isMasked ? readMasks(view, hasAlpha) : usualChannels(bitsPerPixel),
    },
    bytes.length,
  );
}

function readCore(view: DataView): BmpHeader {
  const bitsPerPixel = depth(view.getUint16(24, true));
  return checked(
    {
      ...size(view.getUint16(18, true), view.getUint16(20, true)),
      topDown: false,
      bitsPerPixel,
      isRunLength: false,
      pixelOffset: view.getUint32(10, true),
      palette: {
        offset: FILE_HEADER + CORE_HEADER,
        entries: bitsPerPixel <= 8 ? 2 ** bitsPerPixel : 0,
        entrySize: 3,
      },
      channels: usualChannels(bitsPerPixel),
    },
    view.byteLength,
  );
}

function checked(header: BmpHeader, length: number): BmpHeader {
  const { offset, entries, entrySize } = header.palette;
  const earliest = offset + entries * entrySize;
  if (earliest > length) throw cutShort();
  // Some programs leave it out, as the clipboard does, which has no header of a file.
  const pixelOffset = header.pixelOffset === 0 ? earliest : header.pixelOffset;
  if (pixelOffset < offset) throw new BmpError('The BMP contradicts itself. Save it as PNG.');
  const least = header.isRunLength
    ? Math.ceil((header.width * header.height) / MOST_PIXELS_A_BYTE)
    : rowBytes(header) * leastRows(header.height);
  if (pixelOffset + least > length) throw cutShort();
  return { ...header, pixelOffset };
}

function size(width: number, height: number): { width: number; height: number } {
  if (width <= 0 || height === 0) throw new BmpError('The BMP has no pixels.');
  return { width, height: Math.abs(height) };
}

function depth(bits: number): BmpDepth {
  if (DEPTHS.includes(bits)) return bits as BmpDepth;
  throw new BmpError(
    `A BMP of ${bits} bits a pixel cannot be read. Save it with 24 bits, or as PNG.`,
  );
}

function usesRuns(compression: number, bitsPerPixel: BmpDepth): boolean {
  const { none, runs8, runs4, bitFields, alphaBitFields } = COMPRESSION;
  if (compression === runs8 && bitsPerPixel === 8) return true;
  if (compression === runs4 && bitsPerPixel === 4) return true;
  const isMasked = compression === bitFields || compression === alphaBitFields;
  if (compression === none || (isMasked && (bitsPerPixel === 16 || bitsPerPixel === 32)))
    return false;
  const inside =
    compression === COMPRESSION.jpeg
      ? ' as JPEG'
      : compression === COMPRESSION.png
        ? ' as PNG'
        : '';
  throw new BmpError(`This BMP is compressed${inside}. Save it uncompressed, or as PNG.`);
}

function paletteSize(used: number, bitsPerPixel: number): number {
  const most = 2 ** bitsPerPixel;
  if (used > most) throw new BmpError('The BMP has more colours than its depth allows.');
  return used === 0 ? most : used;
}

const NO_CHANNEL: ChannelBits = { shift: 0, most: 0 };

/** Without masks: five bits a channel in 16, eight in 32, whose last byte means nothing. */
function usualChannels(bitsPerPixel: BmpDepth): BmpHeader['channels'] {
  const bits = bitsPerPixel === 16 ? 5 : 8;
  const channel = (index: number): ChannelBits => ({ shift: bits * index, most: 2 ** bits - 1 });
  return [channel(2), channel(1), channel(0), NO_CHANNEL];
}

function readMasks(view: DataView, hasAlpha: boolean): BmpHeader['channels'] {
  const count = hasAlpha ? 4 : 3;
  if (view.byteLength < MASKS_AT + 4 * count) throw cutShort();
  const channel = (index: number): ChannelBits =>
    index < count ? channelOf(view.getUint32(MASKS_AT + 4 * index, true)) : NO_CHANNEL;
  return [channel(0), channel(1), channel(2), channel(3)];
}

/** One run of ones, as every program writes it. */
function channelOf(mask: number): ChannelBits {
  if (mask === 0) return NO_CHANNEL;
  const shift = 31 - Math.clz32(mask & -mask);
  const most = mask >>> shift;
  if ((most & (most + 1)) === 0) return { shift, most };
  throw new BmpError("The BMP's colours lie in unusual bits. Save it as PNG.");
}

/** With fewer rows a file counts as cut short. */
export const leastRows = (height: number): number => Math.ceil(height * (1 - MAY_BE_MISSING));

export const rowBytes = ({ width, bitsPerPixel }: BmpHeader): number =>
  Math.ceil((width * bitsPerPixel) / 32) * 4;

export const cutShort = (): BmpError => new BmpError('The BMP is cut short. Send the whole file.');
