import { GLYPH_SIDE } from '@inkling/ink';
import type { Task } from '@inkling/recognizer';
import { BYTES, idxHeader, INTEGERS } from '../formats/idx/idx-header.js';
import { ZipWriter } from '../formats/zip/zip-writer.js';
import { countsAs, type ExportedSample } from './export-samples.repository.js';
import { LabelsByNumber } from './labels-by-number.js';

/**
 * A zip of MNIST's two files, and of what the numbers of labels stand for: `labels.json` as a list, and `mapping.txt` as
 * EMNIST has it, where each label is one character.
 */
export async function* toIdx(
  pages: AsyncIterable<readonly ExportedSample[]>,
  task: Task | undefined,
): AsyncGenerator<Buffer> {
  const zip = new ZipWriter();
  const labels = new LabelsByNumber(task);
  yield* zip.stream('images-idx3-ubyte', imagesOf(pages, labels));
  yield zip.file('labels-idx1-ubyte', labelFile(labels));
  yield zip.file('labels.json', Buffer.from(`${JSON.stringify(labels.labels)}\n`));
  if (labels.labels.every((label) => [...label].length === 1)) {
    const lines = labels.labels.map((label, at) => `${at} ${label.codePointAt(0)}\n`);
    yield zip.file('mapping.txt', Buffer.from(lines.join('')));
  }
  yield zip.end();
}

async function* imagesOf(
  pages: AsyncIterable<readonly ExportedSample[]>,
  labels: LabelsByNumber,
): AsyncGenerator<Buffer> {
  let isBegun = false;
  const header = (count: number) => idxHeader(BYTES, [count, GLYPH_SIDE, GLYPH_SIDE]);
  for await (const page of pages) {
    if (!isBegun && page[0]) yield header(page[0].total);
    isBegun = true;
    for (const sample of page) labels.add(countsAs(sample));
    yield Buffer.concat(page.map(({ glyph }) => glyph));
  }
  if (!isBegun) yield header(0);
}

function labelFile({ labels, all }: LabelsByNumber): Buffer {
  if (labels.length <= 256) {
    return Buffer.concat([idxHeader(BYTES, [all.length]), Uint8Array.from(all)]);
  }
  const numbers = Buffer.alloc(4 * all.length);
  all.forEach((number, at) => numbers.writeInt32BE(number, 4 * at));
  return Buffer.concat([idxHeader(INTEGERS, [all.length]), numbers]);
}
