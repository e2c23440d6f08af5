export interface BmpOptions {
  readonly bitsPerPixel: 1 | 4 | 8 | 24 | 32;
  readonly topDown?: boolean;
  /** The old header of 12 bytes, with palettes of three bytes an entry. */
  readonly core?: boolean;
  /** Red, green and blue masks for 32 bits. */
  readonly masks?: readonly [number, number, number];
}

/** Writes an RGB picture as BMP. With a palette the first 2^bits different colours are it. */
export function writeBmp(
  width: number,
  height: number,
  rgb: Uint8Array,
  { bitsPerPixel, topDown = false, core = false, masks }: BmpOptions,
): Buffer {
  const palette = bitsPerPixel <= 8 ? paletteOf(rgb, 2 ** bitsPerPixel) : [];
  const headerSize = core ? 12 : 40;
  const entrySize = core ? 3 : 4;
  const entries = core ? 2 ** bitsPerPixel : palette.length;
  const paletteBytes = bitsPerPixel <= 8 ? entries * entrySize : 0;
  const offset = 14 + headerSize + (masks ? 12 : 0) + paletteBytes;
  const rowBytes = Math.ceil((width * bitsPerPixel) / 32) * 4;
  const file = Buffer.alloc(offset + rowBytes * height);
  file.write('BM', 0, 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(offset, 10);
  file.writeUInt32LE(headerSize, 14);
  if (core) {
    file.writeUInt16LE(width, 18);
    file.writeUInt16LE(height, 20);
    file.writeUInt16LE(1, 22);
    file.writeUInt16LE(bitsPerPixel, 24);
  } else {
    file.writeInt32LE(width, 18);
    file.writeInt32LE(topDown ? -height : height, 22);
    file.writeUInt16LE(1, 26);
    file.writeUInt16LE(bitsPerPixel, 28);
    file.writeUInt32LE(masks ? 3 : 0, 30);
    file.writeUInt32LE(palette.length, 46);
  }
  masks?.forEach((mask, index) => file.writeUInt32LE(mask, 54 + index * 4));
  palette.forEach((colour, index) => {
    file.writeUIntLE(colour, 14 + headerSize + index * entrySize, 3);
  });
  for (let y = 0; y < height; y++) {
    const row = offset + (topDown ? y : height - 1 - y) * rowBytes;
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      const colour = (rgb[at]! << 16) | (rgb[at + 1]! << 8) | rgb[at + 2]!;
      if (bitsPerPixel === 24) file.writeUIntLE(colour, row + x * 3, 3);
      else if (bitsPerPixel === 32) {
        file.writeUInt32LE(masks ? masked(rgb.subarray(at, at + 3), masks) : colour, row + x * 4);
      } else {
        const perByte = 8 / bitsPerPixel;
        const shift = (perByte - 1 - (x % perByte)) * bitsPerPixel;
        file[row + Math.floor(x / perByte)]! |= palette.indexOf(colour) << shift;
      }
    }
  }
  return file;
}

const masked = (rgb: Uint8Array, masks: readonly number[]): number =>
  masks.reduce((sum, mask, channel) => sum + rgb[channel]! * ((mask & -mask) >>> 0), 0);

function paletteOf(rgb: Uint8Array, most: number): number[] {
  const colours = new Set<number>();
  for (let at = 0; at < rgb.length; at += 3) {
    colours.add((rgb[at]! << 16) | (rgb[at + 1]! << 8) | rgb[at + 2]!);
  }
  if (colours.size > most) throw new Error('too many colours');
  return [...colours];
}
