import { crc32 } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Of a chunk: its length, its name and its checksum. */
const AROUND_CHUNK_BYTES = 12;

/** More than any program writes: each of them takes its time, however small it is. */
const MOST_CHUNKS = 4096;

/** Chunks that neither change how the picture looks nor tell anything about whoever made it. */
const HARMLESS = new Set(['IHDR', 'IDAT', 'IEND', 'PLTE', 'tRNS', 'pHYs', 'sRGB']);

/** A chunk of a PNG. */
export interface PngChunk {
  readonly name: string;
  readonly data: Uint8Array;
}

/** A PNG that has nothing but what is seen. */
export interface PlainPng {
  /** The file without what may follow its end. */
  readonly file: Uint8Array;
  /** In the file's order, `IHDR` first and `IEND` last. */
  readonly chunks: readonly PngChunk[];
}

/**
 * A PNG, where it has no metadata, no colour profile and no unknown chunks, and checksums that hold (W3C: "Portable
 * Network Graphics"). Whether its pixels can be unpacked is a matter of the decoder.
 *
 * @returns `undefined` for any other file
 */
export function plainPng(file: Uint8Array): PlainPng | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return undefined;
  const chunks: PngChunk[] = [];
  for (let at = SIGNATURE.length; at + AROUND_CHUNK_BYTES <= bytes.length;) {
    if (chunks.length === MOST_CHUNKS) return undefined;
    const end = at + AROUND_CHUNK_BYTES + bytes.readUInt32BE(at);
    if (end > bytes.length) return undefined;
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (chunks.length === 0 && name !== 'IHDR') return undefined;
    if (!HARMLESS.has(name)) return undefined;
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return undefined;
    chunks.push({ name, data: bytes.subarray(at + 8, end - 4) });
    if (name === 'IEND') return { file: bytes.subarray(0, end), chunks };
    at = end;
  }
  return undefined;
}
