import { GLYPH_SIDE } from '@inkling/ink';
import type { Task } from '@inkling/recognizer';
import { numbersOfList, usualNumbers, type NumberedLabels } from '../class-numbers.js';
import { isOnLight } from '../glyph-png.js';
import type { FileRow, ImportFile, RowContent } from '../import-file.js';
import { checkTotal } from '../row-limit.js';
import type { DatasetPair, PictureShape } from './find-datasets.js';
import { Hdf5Thread, type Hdf5Source } from './hdf5-thread.js';

/** Pixels that are read together: some megabyte. */
const PIXELS_AT_ONCE = 1024 * 1024;

/**
 * An HDF5 file with datasets of images and of labels.
 *
 * @throws ImportFileError
 */
export async function openHdf5(
  path: string,
  task: Task | undefined,
  source: Hdf5Source,
): Promise<ImportFile> {
  const thread = new Hdf5Thread(source);
  try {
    const { pairs, names } = await thread.call({ kind: 'open', path });
    const total = pairs.reduce((sum, { images }) => sum + images.shape[0]!, 0);
    checkTotal(total);
    const numbers = numbersOfList(names) ?? usualNumbers('', task);
    const isNumbered = pairs.some(({ labels }) => labels.kind === 'number');
    return {
      total,
      labels: isNumbered ? [...numbers.values()] : [],
      rows: (skip) => rowsOf(thread, pairs, numbers, skip),
      close: () => thread.stop(),
    };
  } catch (error) {
    await thread.stop();
    throw error;
  }
}

async function* rowsOf(
  thread: Hdf5Thread,
  pairs: readonly DatasetPair[],
  numbers: NumberedLabels,
  skip: number,
): AsyncGenerator<FileRow> {
  let row = 0;
  for (const [pair, { images, picture }] of pairs.entries()) {
    const total = images.shape[0]!;
    const size = picture.width * picture.height;
    const atOnce = Math.max(1, Math.floor(PIXELS_AT_ONCE / size));
    const first = Math.min(total, Math.max(0, skip - row));
    row += first;
    for (let from = first; from < total; from += atOnce) {
      const count = Math.min(atOnce, total - from);
      const { labels, pixels } = await thread.call({ kind: 'read', pair, from, count });
      for (let at = 0; at < count; at++) {
        const label = labels[at]!;
        const place = { row: ++row, place: `${images.path} ${from + at + 1}` };
        const known = typeof label === 'string' ? label.trim() : numbers.get(label);
        yield known === undefined || known === ''
          ? { ...place, refusal: `Its label is ${label}, and nothing says what that stands for.` }
          : { ...place, label: known, content: contentOf(pixels, at * size, picture) };
      }
    }
  }
}

function contentOf(all: Uint8Array, at: number, { width, height }: PictureShape): RowContent {
  const pixels = all.slice(at, at + width * height);
  const isGlyph = width === GLYPH_SIDE && height === GLYPH_SIDE && !isOnLight(pixels);
  return isGlyph ? { kind: 'glyph', glyph: pixels } : { kind: 'grey', pixels, width, height };
}
