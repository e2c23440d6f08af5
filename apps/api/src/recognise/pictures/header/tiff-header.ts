import { EndOfBytes, type Reader } from './byte-reader.js';
import type { Cost } from './cost.js';

const TAG = {
  width: 256,
  height: 257,
  bits: 258,
  samples: 277,
  rowsPerStrip: 278,
  tileHeight: 323,
};

const SHORT = 3;
const LONG = 4;

const MOST_TAGS = 200;

/** Adobe, "TIFF 6.0", section 2: tags of the first page; the others are not decoded. */
export function tiffHeader(reader: Reader): Cost {
  const littleEndian = reader.text(0, 2) === 'II';
  // 43 is BigTIFF, for files of more than 4 GB.
  if (reader.uint16(2, littleEndian) !== 42) throw new EndOfBytes('a BigTIFF');
  const tags = readTags(reader, littleEndian);
  const width = tags.get(TAG.width) ?? 0;
  const height = tags.get(TAG.height) ?? 0;
  const pixels = width * height;
  // Colours of a palette become three samples.
  const samples = Math.max(3, tags.get(TAG.samples) ?? 1);
  const bytes = samples * Math.max(1, Math.ceil((tags.get(TAG.bits) ?? 1) / 8));
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

function readTags(reader: Reader, littleEndian: boolean): ReadonlyMap<number, number> {
  const start = reader.uint32(4, littleEndian);
  const count = Math.min(MOST_TAGS, reader.uint16(start, littleEndian));
  const tags = new Map<number, number>();
  for (let index = 0; index < count; index++) {
    const at = start + 2 + index * 12;
    const type = reader.uint16(at + 2, littleEndian);
    const values = reader.uint32(at + 4, littleEndian);
    const size = type === SHORT ? 2 : 4;
    if (type !== SHORT && type !== LONG) continue;
    // What does not fit into the four bytes stands elsewhere.
    const place = values * size > 4 ? reader.uint32(at + 8, littleEndian) : at + 8;
    const value =
      type === SHORT ? reader.uint16(place, littleEndian) : reader.uint32(place, littleEndian);
    tags.set(reader.uint16(at, littleEndian), value);
  }
  return tags;
}
