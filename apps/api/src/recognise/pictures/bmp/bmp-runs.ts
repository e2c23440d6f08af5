import { BmpError, cutShort, leastRows, type BmpHeader } from './bmp-header.js';

const END_OF_ROW = 0;
const END = 1;
const MOVE = 2;

export interface Runs {
  /** Of the palette, rows as stored; 0 where no run covers a pixel. */
  readonly indices: Uint8Array;
  /** Those that are in the file, of the height: fewer where it breaks off. */
  readonly rows: number;
}

/**
 * The palette's indices out of runs (RLE8 and RLE4 of Windows).
 *
 * @throws BmpError when a run leaves the picture, or more than the last rows are missing
 */
export function decodeRuns(header: BmpHeader, bytes: Uint8Array): Runs {
  const { width, height, bitsPerPixel, pixelOffset } = header;
  const indices = new Uint8Array(width * height);
  let [column, row, at] = [0, 0, pixelOffset];
  const put = (index: number): void => {
    if (row >= height) throw new BmpError('The BMP contradicts itself. Save it as PNG.');
    // Some writers pad their rows.
    if (column < width) indices[row * width + column] = index;
    column++;
  };
  /** Two pixels a byte where they have four bits. */
  const indexOf = (byte: number, place: number): number => {
    if (bitsPerPixel === 8) return byte;
    return place % 2 === 0 ? byte >> 4 : byte & 15;
  };
  const brokenOff = (): Runs => {
    const rows = Math.min(height, column >= width ? row + 1 : row);
    if (rows < leastRows(height)) throw cutShort();
    return { indices, rows };
  };
  while (at + 1 < bytes.length) {
    const [count, value] = [bytes[at]!, bytes[at + 1]!];
    at += 2;
    if (count > 0) {
      for (let place = 0; place < count; place++) put(indexOf(value, place));
    } else if (value === END_OF_ROW) {
      column = 0;
      row++;
    } else if (value === END) {
      return { indices, rows: height };
    } else if (value === MOVE) {
      column += bytes[at] ?? 0;
      row += bytes[at + 1] ?? 0;
      at += 2;
    } else {
      const perByte = bitsPerPixel === 8 ? 1 : 2;
      for (let place = 0; place < value; place++) {
        const byte = bytes[at + Math.floor(place / perByte)];
        if (byte === undefined) return brokenOff();
        put(indexOf(byte, place));
      }
      // Literal bytes come in pairs.
      at += 2 * Math.ceil(value / perByte / 2);
    }
  }
  return brokenOff();
}
