import type { Readable } from 'node:stream';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { collect } from '../../../http/collect.js';
import { ImportFileError } from '../import-file.js';
import { WindowedFile } from './windowed-file.js';

const GB = 1024 ** 3;

/** What all members together may have: more than a million large glyphs. */
const MOST_UNPACKED_BYTES = 16 * GB;

/** A file in a zip. */
export interface ZipMember {
  /** With `/` between folders. */
  readonly path: string;
  /** Bytes when unpacked, as the directory says; more of it is never given out. */
  readonly size: number;
  /** @throws ImportFileError when it can't be unpacked */
  open(): Promise<Readable>;
  /** All of it. @returns `undefined` when it has more than `most` bytes */
  read(most: number): Promise<Buffer | undefined>;
}

/**
 * The files of a zip in the order of its directory, one at a time: folders, and what Macs and file managers leave, are
 * passed over. The zip stays open until the loop ends.
 *
 * @throws ImportFileError for a zip that is damaged, encrypted, leads out of its folder, or has too much in it
 */
export async function* zipMembers(path: string): AsyncGenerator<ZipMember> {
  const zip = await opened(path);
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
      yield memberOf(zip, entry);
    }
  } finally {
    zip.close();
  }
}

const isLeftover = (path: string): boolean =>
  path.startsWith('__MACOSX/') || /(^|\/)(\.[^/]*|Thumbs\.db|desktop\.ini)$/i.test(path);

async function opened(path: string): Promise<ZipFile> {
  let file: WindowedFile | undefined;
  try {
    file = await WindowedFile.open(path);
    return await yauzl.fromRandomAccessReaderPromise(file, file.size, { autoClose: false });
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

function memberOf(zip: ZipFile, entry: Entry): ZipMember {
  const open = async (): Promise<Readable> => {
    if (!entry.canDecodeFileData()) {
      throw new ImportFileError(
        `"${entry.fileName}" is packed in a way that is not supported. Pack the zip again with the usual compression.`,
      );
    }
    try {
      return await zip.openReadStreamPromise(entry);
    } catch (error) {
      throw damaged(error);
    }
  };
  const { fileName: path, uncompressedSize: size } = entry;
  return {
    path,
    size,
    open,
    read: async (most) => {
      if (size > most) return undefined;
      const stream = await open();
      return collect(stream, { expected: size, most }).catch((error: unknown) => {
        throw damaged(error);
      });
    },
  };
}

/** Paths that climb are what yauzl refuses by these words. */
const CLIMBS = /^(absolute path|invalid relative path|invalid characters in fileName): /;

export function damaged(error: unknown): ImportFileError {
  if (error instanceof ImportFileError) return error;
  const { message } = error as Error;
  if (CLIMBS.test(message)) {
    return new ImportFileError(
      `The zip has a path that leads out of it: ${message.replace(CLIMBS, '')}. Pack it again.`,
    );
  }
  return new ImportFileError('The zip is damaged or cut short. Send it again.', { cause: error });
}
