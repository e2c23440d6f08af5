import fs from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { GLYPH_SIDE } from '@inkling/ink';
import h5wasm, { type Dataset, type File as Hdf5File } from 'h5wasm/node';
import { ImportFileError } from '../import-file.js';
import { pairsOf, type DatasetFacts, type DatasetPair } from './find-datasets.js';
import type { Hdf5Job, Hdf5Reply, Hdf5Request, OpenedFile, ReadImages } from './hdf5-protocol.js';

/*
 * The HDF5 library works while everything else waits, and what its memory once took it keeps: so it has a thread for
 * each file, which ends with it.
 */

/** Of HDF5's classes of types. */
const CLASSES: Readonly<Record<number, DatasetFacts['kind']>> = {
  0: 'number',
  1: 'number',
  3: 'text',
  // Truth values, as h5py writes them.
  8: 'number',
};

/**
 * Of the process. The library tells of failures there and nowhere else: what it could not read is what lay in memory.
 */
const STANDARD_ERROR = 2;
let complaints = 0;
/** The first write to the disk that failed: what is written after it makes no whole file. */
let writeError: NodeJS.ErrnoException | undefined;
const writeAny = fs.writeSync as (fd: number, bytes: Uint8Array, ...rest: number[]) => number;
fs.writeSync = ((fd: number, bytes: Uint8Array, ...rest: number[]) => {
  if (fd === STANDARD_ERROR) {
    complaints++;
    return rest[1] ?? bytes.length;
  }
  try {
    return writeAny(fd, bytes, ...rest);
  } catch (error) {
    writeError ??= error as NodeJS.ErrnoException;
    throw error;
  }
}) as typeof fs.writeSync;

/** More than any data set has. */
const MOST_DATASETS = 500;

/** Pictures that are looked at to tell 0 to 1 from 0 to 255. */
const MOST_PROBED = 200;

/** Pictures of a piece on the disk: what is read and written at once. */
const CHUNK = 256;

const NAMES = [
  'classes',
  'class_names',
  'label_names',
  'labels_names',
  'target_names',
  'categories',
];

let file: Hdf5File;
let opened: OpenedFile;
let scales: number[];
let written = 0;

await h5wasm.ready;

/** The one file that the thread is for: a file can name others as its own parts, any that the server can read. */
let allowed: string | undefined;
const openAny = fs.openSync;
fs.openSync = (path, ...rest) => {
  if (path === allowed) return openAny(path, ...rest);
  throw Object.assign(new Error('not the file'), { code: 'ENOENT' });
};

parentPort!.on('message', ({ id, job }: Hdf5Request) => {
  parentPort!.postMessage(answer(id, job));
});

function answer(id: number, job: Hdf5Job): Hdf5Reply {
  const reply = replyTo(id, job);
  // The library goes on as if it had written, also where it closes the file.
  return writeError
    ? { id, writeError: { message: writeError.message, code: writeError.code } }
    : reply;
}

function replyTo(id: number, job: Hdf5Job): Hdf5Reply {
  try {
    return { id, result: work(job) };
  } catch (error) {
    if (error instanceof ImportFileError) return { id, fileError: error.message };
    return { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function work(job: Hdf5Job) {
  switch (job.kind) {
    case 'open':
      return open(job.path);
    case 'read':
      return read(opened.pairs[job.pair]!, scales[job.pair]!, job.from, job.count);
    case 'create':
      allowed = job.path;
      file = new h5wasm.File(job.path, 'w');
      return null;
    case 'append':
      return append(job.glyphs, job.count);
    case 'finish':
      return finish(job.labels, job.names);
  }
}

const DAMAGED = 'The HDF5 file is damaged or cut short. Send it again.';

function open(path: string): OpenedFile {
  allowed = path;
  file = new h5wasm.File(path, 'r');
  // The library says nothing else of a file that it can't open.
  if (file.file_id < 0n) throw new ImportFileError(DAMAGED);
  const datasets = file
    .paths()
    .slice(0, MOST_DATASETS)
    .flatMap((name) => {
      const facts = factsOf(name);
      return facts ? [facts] : [];
    });
  const pairs = pairsOf(datasets);
  opened = { pairs, names: namesOf(datasets) };
  scales = pairs.map(scaleOf);
  return opened;
}

function factsOf(path: string): DatasetFacts | undefined {
  const entity = file.get(path);
  if (!(entity instanceof h5wasm.Dataset)) return undefined;
  const { shape, type } = entity.metadata;
  if (!shape) return undefined;
  return { path, shape, kind: CLASSES[type] ?? 'other', filters: entity.filters };
}

function namesOf(datasets: readonly DatasetFacts[]): readonly string[] | null {
  const found = datasets.find(
    ({ path, kind, shape }) =>
      kind === 'text' && shape.length === 1 && NAMES.includes(path.split('/').at(-1)!),
  );
  const value = found ? datasetAt(found).value : attribute();
  return Array.isArray(value) && value.every((name) => typeof name === 'string') ? value : null;
}

function attribute(): unknown {
  const { attrs } = file;
  const name = NAMES.find((one) => one in attrs);
  return name === undefined ? undefined : attrs[name]!.value;
}

const datasetAt = ({ path }: DatasetFacts): Dataset => file.get(path) as Dataset;

type Numbers = ArrayLike<number | bigint | boolean>;

/** Entries of a dataset along its first dimension. */
function slice(facts: DatasetFacts, from: number, count: number): unknown {
  const ranges = facts.shape.map((_, at): [number, number] | [] =>
    at === 0 ? [from, from + count] : [],
  );
  const before = complaints;
  const values: unknown = datasetAt(facts).slice(ranges);
  if (values === null || values === undefined || complaints > before) {
    throw new ImportFileError(DAMAGED);
  }
  return values;
}

/** What makes 255 of the most ink. */
function scaleOf({ images }: DatasetPair): number {
  const count = Math.min(MOST_PROBED, images.shape[0]!);
  const values = slice(images, 0, count) as Numbers;
  let most = 0;
  for (let at = 0; at < values.length; at++) most = Math.max(most, Number(values[at]));
  return most <= 1 ? 255 : 1;
}

function read(pair: DatasetPair, scale: number, from: number, count: number): ReadImages {
  const values = slice(pair.images, from, count) as Numbers;
  const { width, height, channels } = pair.picture;
  const size = width * height;
  if (values.length !== count * size * channels) throw new ImportFileError(DAMAGED);
  const pixels = new Uint8Array(count * size);
  for (let at = 0; at < pixels.length; at++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      sum += Number(values[at * channels + channel]);
    }
    pixels[at] = Math.min(255, Math.max(0, Math.round((sum / channels) * scale)));
  }
  return { labels: labelsOf(pair, slice(pair.labels, from, count), count), pixels };
}

function labelsOf(
  { labels, isOneHot }: DatasetPair,
  values: unknown,
  count: number,
): ReadImages['labels'] {
  if (labels.kind === 'text') return values as string[];
  const numbers = values as Numbers;
  if (!isOneHot) return Array.from({ length: count }, (_, at) => Number(numbers[at]));
  const classes = labels.shape[1]!;
  return Array.from({ length: count }, (_, row) => {
    let best = 0;
    for (let at = 1; at < classes; at++) {
      if (Number(numbers[row * classes + at]) > Number(numbers[row * classes + best])) best = at;
    }
    return best;
  });
}

/** The dataset grows with what comes, and is packed piece by piece. */
function append(glyphs: Uint8Array, count: number): null {
  const shape = [written + count, GLYPH_SIDE, GLYPH_SIDE];
  if (written === 0) {
    file.create_dataset({
      ...{ name: 'images', data: glyphs, shape, dtype: '<B' },
      ...{ maxshape: [null, GLYPH_SIDE, GLYPH_SIDE], chunks: [CHUNK, GLYPH_SIDE, GLYPH_SIDE] },
      compression: 1,
    });
  } else {
    const images = file.get('images') as Dataset;
    images.resize(shape);
    images.write_slice([[written, written + count], [], []], glyphs);
  }
  written += count;
  return null;
}

function finish(labels: Uint16Array, names: readonly string[]): null {
  if (written > 0)
    file.create_dataset({ name: 'labels', data: labels, shape: [labels.length], dtype: '<H' });
  file.create_dataset({ name: 'classes', data: [...names], shape: [names.length], dtype: 'S128' });
  file.close();
  return null;
}
