import { crc32 } from 'node:zlib';

const SIGNATURE_BYTES = 8;

/** Of a chunk: its length, its name and its checksum. */
const AROUND_CHUNK_BYTES = 12;

/** More than any program writes: each of them takes its time, however small it is. */
const MOST_CHUNKS = 4096;

/** Chunks that neither change how the picture looks nor tell anything about whoever made it. */
const HARMLESS = new Set(['IHDR', 'IDAT', 'IEND', 'PLTE', 'tRNS', 'pHYs', 'sRGB']);

/**
 * A PNG without what may follow its end, where it has nothing but what is seen: no metadata, no colour profile, no
 * unknown chunks, and checksums that hold (W3C: "Portable Network Graphics"). Whether its pixels can be unpacked is a
 * matter of the decoder.
 *
 * @returns `undefined` for any other file
 */
export function plainPng(file: Uint8Array): Uint8Array | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  let chunks = 0;
  for (let at = SIGNATURE_BYTES; at + AROUND_CHUNK_BYTES <= bytes.length;) {
    if (++chunks > MOST_CHUNKS) return undefined;
    const end = at + AROUND_CHUNK_BYTES + bytes.readUInt32BE(at);
    if (end > bytes.length) return undefined;
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (at === SIGNATURE_BYTES && name !== 'IHDR') return undefined;
    if (!HARMLESS.has(name)) return undefined;
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return undefined;
    if (name === 'IEND') return bytes.subarray(0, end);
    at = end;
  }
  return undefined;
}
