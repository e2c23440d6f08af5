import { open } from 'node:fs/promises';
import type { TransferFormat } from '@inkling/contract';
import type { Task } from '@inkling/recognizer';
import { openHdf5 } from './hdf5/hdf5-import.js';
import type { Hdf5Source } from './hdf5/hdf5-thread.js';
import { ImportFileError, type ImportFile } from './import-file.js';
import { openIdx } from './idx/idx-import.js';
import { openJsonl } from './jsonl-import.js';
import { openPngFolders } from './png-import.js';

export interface OpenOptions {
  readonly format: TransferFormat;
  /** What numbers that stand for labels are of. */
  readonly task: Task | undefined;
}

/**
 * A file as what it is said to be, once its structure was checked.
 *
 * @throws ImportFileError
 */
export async function openImport(
  path: string,
  { format, task }: OpenOptions,
  hdf5: Hdf5Source,
): Promise<ImportFile> {
  await checkKind(path, format);
  switch (format) {
    case 'jsonl':
      return openJsonl(path);
    case 'idx':
      return openIdx(path, task);
    case 'png':
      return openPngFolders(path);
    case 'hdf5':
      return openHdf5(path, task, hdf5);
  }
}

const KINDS = {
  zip: { name: 'a zip', formats: ['idx', 'png'] },
  hdf5: { name: 'an HDF5 file', formats: ['hdf5'] },
  gzip: { name: 'a gzip file', formats: [] },
  other: { name: 'neither a zip nor an HDF5 file', formats: ['jsonl'] },
} as const satisfies Record<
  string,
  { readonly name: string; readonly formats: readonly TransferFormat[] }
>;

const NAMES: Readonly<Record<TransferFormat, string>> = {
  jsonl: 'JSON Lines',
  idx: 'a zip of IDX files',
  png: 'a zip of PNG folders',
  hdf5: 'HDF5',
};

/** @throws ImportFileError when the first bytes are of another kind than was chosen */
async function checkKind(path: string, format: TransferFormat): Promise<void> {
  const start = await firstBytes(path);
  if (start.length === 0) throw new ImportFileError('The file is empty. Choose another one.');
  const kind = KINDS[kindOf(start)];
  if ((kind.formats as readonly string[]).includes(format)) return;
  const [fitting] = kind.formats;
  const advice =
    fitting === undefined ? 'Unpack it first.' : `Choose the format ${kind.formats.join(' or ')}.`;
  throw new ImportFileError(`The file is ${kind.name}, not ${NAMES[format]}. ${advice}`);
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function kindOf(start: Buffer): keyof typeof KINDS {
  const text = start.toString('latin1');
  if (text.startsWith('PK\x03\x04') || text.startsWith('PK\x05\x06')) return 'zip';
  if (text === '\x89HDF\r\n\x1a\n') return 'hdf5';
  return text.startsWith('\x1f\x8b') ? 'gzip' : 'other';
}
