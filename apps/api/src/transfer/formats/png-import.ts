import path from 'node:path';
import { MAX_PICTURE_BYTES } from '../../common/picture-bytes.js';
import { labelOfFolder } from './folder-name.js';
import type { FileRow, ImportFile } from './import-file.js';
import { checkTotal } from './row-limit.js';
import { DamagedMemberError, zipMembers, type ZipMember } from './zip/zip-members.js';

/** More labels than anybody maps one by one. */
const MOST_LABELS = 2000;

/**
 * A zip with one folder a label, however deep.
 *
 * @throws ImportFileError
 */
export async function openPngFolders(file: string): Promise<ImportFile> {
  const labels = new Set<string>();
  let total = 0;
  for await (const member of zipMembers(file)) {
    total++;
    const label = labelOf(member);
    if (label !== undefined && labels.size < MOST_LABELS) labels.add(label);
  }
  checkTotal(total);
  return {
    total,
    labels: [...labels].sort(),
    rows: (skip) => rowsOf(file, skip),
    close: () => Promise.resolve(),
  };
}

async function* rowsOf(file: string, skip: number): AsyncGenerator<FileRow> {
  let row = 0;
  for await (const member of zipMembers(file)) if (row++ >= skip) yield await rowOf(row, member);
}

async function rowOf(row: number, member: ZipMember): Promise<FileRow> {
  const place = member.path;
  const label = labelOf(member);
  if (/\.zip$/i.test(place)) {
    return { row, place, refusal: 'A zip in the zip is not read. Unpack it first.' };
  }
  if (label === undefined) {
    return { row, place, refusal: 'It lies in no folder that would say its label.' };
  }
  try {
    const picture = await member.read(MAX_PICTURE_BYTES);
    if (!picture) return { row, place, refusal: 'The picture has more than 8 MB.' };
    return { row, place, label, content: { kind: 'picture', file: picture } };
  } catch (error) {
    // The other pictures are not lost with it.
    if (error instanceof DamagedMemberError) return { row, place, refusal: error.message };
    throw error;
  }
}

/** That of the innermost folder. */
function labelOf({ path: name }: ZipMember): string | undefined {
  const folder = path.posix.basename(path.posix.dirname(name));
  return folder === '.' || folder === '' ? undefined : labelOfFolder(folder);
}
