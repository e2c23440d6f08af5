import { pipeline, type Readable } from 'node:stream';
import { crc32, inflateRawSync } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { collect } from '../../../http/collect.js';
import { ImportFileError } from '../import-file.js';
import { checkedStream, ChecksumError } from './checked-stream.js';
import { WindowedFile } from './windowed-file.js';

const GB = 1024 ** 3;

/** The method of members that are not compressed (APPNOTE.TXT 4.4.5). */
const STORED = 0;

/** What all members together may have: more than a million large glyphs. */
const MOST_UNPACKED_BYTES = 16 * GB;

/** A file in a zip. */
export interface ZipMember {
  /** With `/` between folders. */
  readonly path: string;
  /** Bytes when unpacked, as the directory says; more of it is never given out. */
  readonly size: number;
  /**
   * Read to its end, it ends with an error where it is not what was packed: {@link damagedMember} says so.
   *
   * @throws ImportFileError when it can't be unpacked
   */
  open(): Promise<Readable>;
  /**
   * All of it.
   *
   * @returns `undefined` when it has more than `most` bytes
   * @throws DamagedMemberError
   */
  read(most: number): Promise<Buffer | undefined>;
}

/**
 * The files of a zip in the order of its directory, one at a time: folders, and what Macs and file managers leave, are
 * passed over. The zip stays open until the loop ends.
 *
 * @throws ImportFileError for a zip that is damaged, encrypted, leads out of its folder, or has too much in it
 */
export async function* zipMembers(path: string): AsyncGenerator<ZipMember> {
  const { zip, file } = await opened(path);
  let unpacked = 0;
  try {
    for await (const entry of entriesOf(zip)) {
      if (entry.fileName.endsWith('/') || isLeftover(entry.fileName)) continue;
      if (entry.isEncrypted()) {
        throw new ImportFileError('The zip is encrypted. Pack it without a password.');
      }
      unpacked += entry.uncompressedSize;
      if (unpacked > MOST_UNPACKED_BYTES) {
        throw new ImportFileError('The zip has more than 16 GB when unpacked. Split it.');
      }
      yield memberOf(zip, file, entry);
    }
  } finally {
    zip.close();
  }
}

const isLeftover = (path: string): boolean =>
  path.startsWith('__MACOSX/') || /(^|\/)(\.[^/]*|Thumbs\.db|desktop\.ini)$/i.test(path);

async function opened(path: string): Promise<{ zip: ZipFile; file: WindowedFile }> {
  let file: WindowedFile | undefined;
  try {
    file = await WindowedFile.open(path);
    const zip = await yauzl.fromRandomAccessReaderPromise(file, file.size, { autoClose: false });
    return { zip, file };
  } catch (error) {
    file?.close(() => undefined);
    throw damaged(error);
  }
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  const entries = zip.eachEntry();
  for (;;) {
    const next = await entries.next().catch((error: unknown) => {
      throw damaged(error);
    });
    if (next.done === true) return;
    yield next.value;
  }
}

/** Packed and unpacked: a batch of such rows holds others up for some ten milliseconds at most. */
const SMALL_BYTES = 64 * 1024;

function memberOf(zip: ZipFile, file: WindowedFile, entry: Entry): ZipMember {
  const open = async (): Promise<Readable> => {
    checkPacking(entry);
    try {
      const unpacked = await zip.openReadStreamPromise(entry);
      // Whoever reads it hears of errors.
      return pipeline(unpacked, checkedStream(entry.crc32), () => undefined);
    } catch (error) {
      throw damagedMember(entry.fileName, error);
    }
  };
  const { fileName: path, uncompressedSize: size } = entry;
  return {
    path,
    size,
    open,
    read: async (most) => {
      if (size > most) return undefined;
      const isSmall = Math.max(size, entry.compressedSize) <= SMALL_BYTES;
      const read = isSmall
        ? readSmall(zip, file, entry)
        : collect(await open(), { expected: size, most });
      return read.catch((error: unknown) => {
        throw damagedMember(path, error);
      });
    },
  };
}

function checkPacking(entry: Entry): void {
  if (entry.canDecodeFileData()) return;
  throw new ImportFileError(
    `"${entry.fileName}" is packed in a way that is not supported. Pack the zip again with the usual compression.`,
  );
}

/** In one piece: the streams that a large member passes through take several times as long as a picture of some hundred bytes. */
async function readSmall(zip: ZipFile, file: WindowedFile, entry: Entry): Promise<Buffer> {
  checkPacking(entry);
  const { uncompressedSize: size, compressedSize, compressionMethod } = entry;
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const packed = await file.bytesAt(fileDataStart, compressedSize);
  const bytes =
    // What unpacks to more than the directory says is refused by this limit, which can't be 0.
    compressionMethod === STORED ? packed : inflateRawSync(packed, { maxOutputLength: size || 1 });
  if (bytes.length !== size) throw new Error(`${bytes.length} bytes instead of ${size}`);
  if (crc32(bytes) !== entry.crc32) throw new ChecksumError('the checksum differs');
  return bytes;
}

/** Paths that climb are what yauzl refuses by these words. */
const CLIMBS = /^(absolute path|invalid relative path|invalid characters in fileName): /;

function damaged(error: unknown): ImportFileError {
  if (error instanceof ImportFileError) return error;
  const { message } = error as Error;
  if (CLIMBS.test(message)) {
    return new ImportFileError(
      `The zip has a path that leads out of it: ${message.replace(CLIMBS, '')}. Pack it again.`,
    );
  }
  return new ImportFileError('The zip is damaged or cut short. Send it again.', { cause: error });
}

/** The content of one member is not what was packed; the others may be whole. */
export class DamagedMemberError extends ImportFileError {}

/** @param path of the member */
export function damagedMember(path: string, error: unknown): ImportFileError {
  if (error instanceof ImportFileError) return error;
  const words = `"${path}" is damaged or cut short in the zip. Pack the zip again and send it.`;
  const isContent = isDamagedContent(error) || isDamagedContent((error as Error).cause);
  return new (isContent ? DamagedMemberError : ImportFileError)(words, { cause: error });
}

/** Another checksum, or what can't be unpacked; not a directory that belies what it leads to. */
const isDamagedContent = (error: unknown): boolean =>
  error instanceof ChecksumError ||
  (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'));
