export interface BmpOptions {
  readonly bitsPerPixel: 1 | 2 | 4 | 8 | 16 | 24 | 32;
  readonly topDown?: boolean;
  /** The size of the header: OS/2's, Windows' first, and versions 4 and 5, which have masks within. @defaultValue 40 */
  readonly header?: 12 | 40 | 108 | 124;
  /** Red, green, blue and perhaps alpha masks, for 16 and 32 bits. */
  readonly masks?: readonly number[];
  /** As runs, for 4 and 8 bits. */
  readonly runs?: boolean;
}

/** Writes an RGB picture as BMP. With a palette the first 2^bits different colours are it. */
export function writeBmp(
  width: number,
  height: number,
  rgb: Uint8Array,
  options: BmpOptions,
): Buffer {
  const { bitsPerPixel, header = 40, masks, runs = false } = options;
  const isCore = header === 12;
  const palette = bitsPerPixel <= 8 ? paletteOf(rgb, 2 ** bitsPerPixel) : [];
  const entrySize = isCore ? 3 : 4;
  const entries = isCore && bitsPerPixel <= 8 ? 2 ** bitsPerPixel : palette.length;
  const masksAfter = masks && header === 40 ? 12 : 0;
  const offset = 14 + header + masksAfter + entries * entrySize;
  const colourAt = (x: number, y: number): number =>
    rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3).reduce((sum, v) => sum * 256 + v, 0);
  const indexAt = (x: number, y: number): number => palette.indexOf(colourAt(x, y));
  const pixels = runs
    ? writeRuns(width, height, bitsPerPixel, indexAt)
    : writeRows(width, height, options, colourAt, indexAt);

  const file = Buffer.concat([Buffer.alloc(offset), pixels]);
  file.write('BM', 0, 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(offset, 10);
  file.writeUInt32LE(header, 14);
  if (isCore) {
    file.writeUInt16LE(width, 18);
    file.writeUInt16LE(height, 20);
    file.writeUInt16LE(1, 22);
    file.writeUInt16LE(bitsPerPixel, 24);
  } else {
    file.writeInt32LE(width, 18);
    file.writeInt32LE(options.topDown ? -height : height, 22);
    file.writeUInt16LE(1, 26);
    file.writeUInt16LE(bitsPerPixel, 28);
    file.writeUInt32LE(masks ? 3 : runs ? (bitsPerPixel === 8 ? 1 : 2) : 0, 30);
    file.writeUInt32LE(palette.length, 46);
  }
  masks?.forEach((mask, index) => file.writeUInt32LE(mask, 54 + index * 4));
  palette.forEach((colour, index) => {
    file.writeUIntLE(colour, 14 + header + masksAfter + index * entrySize, 3);
  });
  return file;
}

type At = (x: number, y: number) => number;

function writeRows(
  width: number,
  height: number,
  { bitsPerPixel, topDown = false, masks }: BmpOptions,
  colourAt: At,
  indexAt: At,
): Buffer {
  const rowBytes = Math.ceil((width * bitsPerPixel) / 32) * 4;
  const rows = Buffer.alloc(rowBytes * height);
  for (let y = 0; y < height; y++) {
    const row = (topDown ? y : height - 1 - y) * rowBytes;
    for (let x = 0; x < width; x++) {
      const colour = colourAt(x, y);
      if (bitsPerPixel === 24) rows.writeUIntLE(colour, row + x * 3, 3);
      else if (bitsPerPixel === 32) rows.writeUInt32LE(masked(colour, masks), row + x * 4);
      else if (bitsPerPixel === 16) {
        rows.writeUInt16LE(masked(colour, masks ?? [0x7c00, 0x3e0, 0x1f]), row + x * 2);
      } else {
        const perByte = 8 / bitsPerPixel;
        const shift = (perByte - 1 - (x % perByte)) * bitsPerPixel;
        rows[row + Math.floor(x / perByte)]! |= indexAt(x, y) << shift;
      }
    }
  }
  return rows;
}

/** Alpha, where there is a mask for it, is full. */
function masked(colour: number, masks: readonly number[] = [0xff0000, 0xff00, 0xff]): number {
  const values = [colour >> 16, (colour >> 8) & 0xff, colour & 0xff, 0xff];
  return masks.reduce((sum, mask, channel) => {
    const unit = (mask & -mask) >>> 0;
    return sum + Math.round((values[channel]! / 255) * (mask / unit)) * unit;
  }, 0);
}

/** Runs where neighbours are the same, literal bytes where four or more are not. */
function writeRuns(width: number, height: number, bits: number, indexAt: At): Buffer {
  const bytes: number[] = [];
  for (let y = height - 1; y >= 0; y--) {
    for (let x = 0; x < width;) {
      const isSame = (at: number): boolean => at < width && indexAt(at, y) === indexAt(at - 1, y);
      let end = x + 1;
      while (end - x < 200 && isSame(end)) end++;
      if (end - x > 1) {
        const index = indexAt(x, y);
        bytes.push(end - x, bits === 8 ? index : index * 17);
      } else {
        while (end - x < 200 && end < width && !isSame(end)) end++;
        const literal = Array.from({ length: end - x }, (_, at) => indexAt(x + at, y));
        if (literal.length < 3) {
          for (const index of literal) bytes.push(1, bits === 8 ? index : index * 17);
        } else bytes.push(0, literal.length, ...packed(literal, bits));
      }
      x = end;
    }
    bytes.push(0, 0);
  }
  return Buffer.from([...bytes.slice(0, -1), 1]);
}

function packed(indices: readonly number[], bits: number): number[] {
  const bytes =
    bits === 8
      ? [...indices]
      : Array.from(
          { length: Math.ceil(indices.length / 2) },
          (_, at) => (indices[2 * at]! << 4) | (indices[2 * at + 1] ?? 0),
        );
  return bytes.length % 2 === 0 ? bytes : [...bytes, 0];
}

function paletteOf(rgb: Uint8Array, most: number): number[] {
  const colours = new Set<number>();
  for (let at = 0; at < rgb.length; at += 3) {
    colours.add((rgb[at]! << 16) | (rgb[at + 1]! << 8) | rgb[at + 2]!);
  }
  if (colours.size > most) throw new Error('too many colours');
  return [...colours];
}
