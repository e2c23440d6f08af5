import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Task } from '@inkling/recognizer';
import { Hdf5Thread, type Hdf5Source } from '../formats/hdf5/hdf5-thread.js';
import { storageFull } from '../storage-full.js';
import { countsAs, type ExportedSample } from './export-samples.repository.js';
import { LabelsByNumber } from './labels-by-number.js';

/**
 * Datasets `images` (n × 28 × 28, unsigned bytes), `labels` (n numbers) and `classes` (what the numbers stand for). The
 * library writes here and there in the file, so it is made on the disk first, and gone when it was sent.
 *
 * @throws ProblemError `storage_full`
 */
export async function toHdf5(
  pages: AsyncIterable<readonly ExportedSample[]>,
  task: Task | undefined,
  { path, source }: { readonly path: string; readonly source: Hdf5Source },
): Promise<Readable> {
  const thread = new Hdf5Thread(source);
  try {
    await write(thread, pages, new LabelsByNumber(task), path);
  } catch (error) {
    await rm(path, { force: true });
    throw storageFull(error) ?? error;
  } finally {
    await thread.stop();
  }
  const file = createReadStream(path);
  file.once('close', () => void rm(path, { force: true }));
  return file;
}

async function write(
  thread: Hdf5Thread,
  pages: AsyncIterable<readonly ExportedSample[]>,
  labels: LabelsByNumber,
  path: string,
): Promise<void> {
  await thread.call({ kind: 'create', path });
  for await (const page of pages) {
    for (const sample of page) labels.add(countsAs(sample));
    const glyphs = Buffer.concat(page.map(({ glyph }) => glyph));
    await thread.call({ kind: 'append', glyphs, count: page.length });
  }
  await thread.call({
    kind: 'finish',
    labels: Uint16Array.from(labels.all),
    names: labels.labels,
  });
}
