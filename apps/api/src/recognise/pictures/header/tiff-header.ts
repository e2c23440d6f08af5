import { unreadable } from '../picture-limits.js';
import { EndOfBytes, type Reader } from './byte-reader.js';
import type { Cost } from './cost.js';

const TAG = {
  width: 256,
  height: 257,
  bits: 258,
  samples: 277,
  rowsPerStrip: 278,
  tileHeight: 323,
  sampleFormat: 339,
};

/** Bytes of a value, by its type. */
const SIZES: ReadonlyMap<number, 2 | 4 | 8> = new Map([
  [3, 2],
  [4, 4],
  [16, 8],
]);

const MOST_TAGS = 200;

/** Of a sample, that the decoder takes. */
const READABLE_BITS: readonly number[] = [1, 2, 4, 8, 16, 32];

/** Of `sampleFormat`. */
const FLOATING = 3;

/** Of a floating sample: the decoder takes those of 16 bits for whole numbers. */
const FLOATING_BITS = 32;

/** Where numbers stand, and how many bytes those have that count and point. */
interface Layout {
  readonly directoryAt: number;
  readonly tagCountBytes: 2 | 8;
  readonly pointerBytes: 4 | 8;
}

const LAYOUTS: ReadonlyMap<number, Layout> = new Map([
  [42, { directoryAt: 4, tagCountBytes: 2, pointerBytes: 4 }],
  // BigTIFF, for files of more than 4 GB; some programs always write it.
  [43, { directoryAt: 8, tagCountBytes: 8, pointerBytes: 8 }],
]);

/** Adobe, "TIFF 6.0", section 2: tags of the first page; the others are not decoded. */
export function tiffHeader(reader: Reader): Cost {
  const littleEndian = reader.text(0, 2) === 'II';
  const layout = LAYOUTS.get(reader.uint16(2, littleEndian));
  if (!layout) throw new EndOfBytes('of no version');
  const tags = readTags(reader, layout, littleEndian);
  const bits = tags.get(TAG.bits) ?? 1;
  if (!READABLE_BITS.includes(bits)) {
    throw unreadable(
      `A TIFF with ${bits} bits a sample cannot be read. Save it with 8 or 16, or as PNG.`,
    );
  }
  if (tags.get(TAG.sampleFormat) === FLOATING && bits !== FLOATING_BITS) {
    throw unreadable(
      `A TIFF with floating-point numbers of ${bits} bits cannot be read. Save it with whole numbers of 8 or 16 bits, or as PNG.`,
    );
  }
  const width = tags.get(TAG.width) ?? 0;
  const height = tags.get(TAG.height) ?? 0;
  const pixels = width * height;
  // Colours of a palette become three samples.
  const samples = Math.max(3, tags.get(TAG.samples) ?? 1);
  const bytes = samples * Math.max(1, Math.ceil(bits / 8));
  const rows = tags.get(TAG.tileHeight) ?? tags.get(TAG.rowsPerStrip) ?? height;
  return {
    width,
    height,
    decodedBytes: pixels * bytes,
    // A strip is decoded as a whole, twice: as stored, and as samples.
    heldBytes: 2 * width * Math.min(height, rows) * bytes,
    pixelPasses: pixels,
  };
}

function readTags(
  reader: Reader,
  { directoryAt, tagCountBytes, pointerBytes }: Layout,
  littleEndian: boolean,
): ReadonlyMap<number, number> {
  const number = (at: number, bytes: 2 | 4 | 8): number => {
    if (bytes === 8) return reader.uint64(at, littleEndian);
    return bytes === 4 ? reader.uint32(at, littleEndian) : reader.uint16(at, littleEndian);
  };
  const start = number(directoryAt, pointerBytes);
  const count = Math.min(MOST_TAGS, number(start, tagCountBytes));
  const tags = new Map<number, number>();
  for (let index = 0; index < count; index++) {
    // Tag, type, number of values, and the value.
    const at = start + tagCountBytes + index * (4 + 2 * pointerBytes);
    const size = SIZES.get(number(at + 2, 2));
    if (size === undefined) continue;
    const values = number(at + 4, pointerBytes);
    const valueAt = at + 4 + pointerBytes;
    // What does not fit there stands elsewhere.
    const place = values * size > pointerBytes ? number(valueAt, pointerBytes) : valueAt;
    tags.set(number(at, 2), number(place, size));
  }
  return tags;
}
