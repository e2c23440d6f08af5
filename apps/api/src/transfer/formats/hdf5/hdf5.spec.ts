import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TEST_HDF5 } from '../../../testing/test-app.js';
import { glyphOf, labelOf } from '../../testing/transfers.js';
import { toHdf5 } from '../../exports/hdf5-export.js';
import { toIdx } from '../../exports/idx-export.js';
import type { ExportedSample } from '../../exports/export-samples.repository.js';
import { ImportFileError, type FileRow } from '../import-file.js';
import { openHdf5 } from './hdf5-import.js';
import { pairsOf, type DatasetFacts } from './find-datasets.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'inkling-hdf5-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const dataset = (name: string, shape: number[], change: Partial<DatasetFacts> = {}) => ({
  ...{ path: name, shape, kind: 'number' as const, filters: [] },
  ...change,
});

describe('pairsOf', () => {
  const found = (...datasets: DatasetFacts[]) =>
    pairsOf(datasets).map(({ images, labels, isOneHot }) => [images.path, labels.path, isOneHot]);

  it('finds images and labels by shape and type, several of them by name', () => {
    expect(found(dataset('a', [9, 28, 28]), dataset('b', [9]))).toEqual([['a', 'b', false]]);
    expect(found(dataset('a', [9, 784]), dataset('b', [9, 10]))).toEqual([['a', 'b', true]]);
    expect(found(dataset('a', [9, 28, 28, 1]), dataset('b', [9], { kind: 'text' }))).toEqual([
      ['a', 'b', false],
    ]);
    expect(
      found(
        dataset('x_train', [9, 28, 28]),
        dataset('y_train', [9]),
        dataset('x_test', [9, 28, 28]),
        dataset('y_test', [9]),
      ),
    ).toEqual([
      ['x_train', 'y_train', false],
      ['x_test', 'y_test', false],
    ]);
    expect(
      found(
        dataset('digits/images', [5, 28, 28]),
        dataset('digits/labels', [5]),
        dataset('letters/images', [5, 28, 28]),
        dataset('letters/labels', [5]),
        dataset('letters/writers', [5]),
      ),
    ).toEqual([
      ['digits/images', 'digits/labels', false],
      ['letters/images', 'letters/labels', false],
    ]);
  });

  it('names what it cannot tell apart, does not find, or cannot unpack', () => {
    const words = (...datasets: DatasetFacts[]) => {
      expect(() => pairsOf(datasets)).toThrow(ImportFileError);
      try {
        pairsOf(datasets);
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };
    expect(words(dataset('a', [9, 28, 28]))).toContain('no images with labels');
    expect(words()).toContain('It has no datasets');
    expect(words(dataset('a', [9, 28, 28]), dataset('b', [9]), dataset('c', [9]))).toContain(
      'Several datasets may be the labels of "a": b, c',
    );
    const lzf = { filters: [{ id: 32000, name: '' }] };
    expect(words(dataset('a', [9, 28, 28], lzf), dataset('b', [9]))).toContain('the filter lzf');
  });
});

const samples = (count: number): ExportedSample[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ total: count, task: 'digits', label: labelOf(at), given: labelOf(at), status: 'approved' },
    ...{ reviewerLabel: null, createdAt: '', updatedAt: '', glyph: glyphOf(at), ink: null },
  }));

async function* pagesOf(all: readonly ExportedSample[]): AsyncGenerator<readonly ExportedSample[]> {
  for (let at = 0; at < all.length; at += 250) yield await Promise.resolve(all.slice(at, at + 250));
}

async function rowsOf(file: string, skip = 0): Promise<FileRow[]> {
  const opened = await openHdf5(file, 'digits', TEST_HDF5);
  const rows: FileRow[] = [];
  for await (const row of opened.rows(skip)) rows.push(row);
  await opened.close();
  return rows;
}

const problemOf = async (bytes: Buffer): Promise<string> => {
  const file = path.join(folder, 'broken.h5');
  await writeFile(file, bytes);
  return rowsOf(file).then(
    () => 'none',
    (error: unknown) => (error instanceof ImportFileError ? error.message : String(error)),
  );
};

async function exported(count: number): Promise<string> {
  const made = path.join(folder, 'made.h5');
  const stream = await toHdf5(pagesOf(samples(count)), 'digits', { path: made, source: TEST_HDF5 });
  const parts: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) parts.push(chunk);
  const file = path.join(folder, 'exported.h5');
  await writeFile(file, Buffer.concat(parts));
  return file;
}

describe('HDF5 files', () => {
  it('come back as they were written, also from the middle', async () => {
    const file = await exported(600);
    const rows = await rowsOf(file);
    expect(rows).toHaveLength(600);
    rows.forEach((row, at) => {
      expect(row).toMatchObject({ row: at + 1, label: labelOf(at), content: { kind: 'glyph' } });
      const { content } = row as unknown as { content: { glyph: Uint8Array } };
      expect(Buffer.from(content.glyph).equals(glyphOf(at))).toBe(true);
    });
    expect(await rowsOf(file, 595)).toEqual(rows.slice(595));
  });

  // A device of Linux that is a full disk.
  const withFullDisk = existsSync('/dev/full') ? it : it.skip;

  withFullDisk('are refused where the disk is full, instead of sent with holes', async () => {
    const link = path.join(folder, 'full.h5');
    await symlink('/dev/full', link);
    const made = toHdf5(pagesOf(samples(600)), 'digits', { path: link, source: TEST_HDF5 });
    await expect(made).rejects.toMatchObject({ code: 'storage_full' });
    expect(existsSync(link)).toBe(false);
  });

  it('that are damaged or cut short are refused in words', async () => {
    const bytes = await readFile(await exported(600));
    expect(await problemOf(bytes.subarray(0, 3000))).toContain('damaged');
    expect(await problemOf(bytes.subarray(0, 8))).toContain('damaged');
    expect(await problemOf(Buffer.alloc(5000))).toContain('damaged');
  });
});

const PYTHON = process.env['PYTHON'] ?? 'python3';

function hasPython(): boolean {
  try {
    execFileSync(PYTHON, ['-c', 'import h5py, numpy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Skipped where Python, numpy and h5py are not at hand: `PYTHON` names another interpreter. */
const withPython = hasPython() ? describe : describe.skip;

withPython('with Python’s own libraries (PYTHON=… with numpy and h5py)', () => {
  const python = (script: string, ...args: string[]) =>
    execFileSync(PYTHON, ['-c', script, ...args], { encoding: 'utf8' });

  it('h5py reads what was exported', async () => {
    const said = python(
      `import sys, json, h5py
f = h5py.File(sys.argv[1])
images, labels, classes = f["images"][:], f["labels"][:], [c.decode() for c in f["classes"][:]]
print(json.dumps([images.shape, str(images.dtype), int(images[7].sum()), [classes[l] for l in labels[:20]]]))`,
      await exported(600),
    );
    const sum = glyphOf(7).reduce((all, value) => all + value, 0);
    const first = Array.from({ length: 20 }, (_, at) => labelOf(at));
    expect(JSON.parse(said)).toEqual([[600, 28, 28], 'uint8', sum, first]);
  });

  it('numpy reads exported IDX files', async () => {
    const parts: Buffer[] = [];
    for await (const chunk of toIdx(pagesOf(samples(300)), 'digits')) parts.push(chunk);
    const file = path.join(folder, 'idx.zip');
    await writeFile(file, Buffer.concat(parts));
    const said = python(
      `import sys, json, zipfile, numpy
z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None
images = numpy.frombuffer(z.read("images-idx3-ubyte"), numpy.uint8, offset=16).reshape(-1, 28, 28)
labels = numpy.frombuffer(z.read("labels-idx1-ubyte"), numpy.uint8, offset=8)
print(json.dumps([images.shape, int(images[7].sum()), [str(l) for l in labels[:20]]]))`,
      file,
    );
    const sum = glyphOf(7).reduce((all, value) => all + value, 0);
    const first = Array.from({ length: 20 }, (_, at) => labelOf(at));
    expect(JSON.parse(said)).toEqual([[300, 28, 28], sum, first]);
  });

  it('files of h5py are read: floats, dark ink, one-hot labels, other sizes; lzf is refused by name', async () => {
    const file = path.join(folder, 'keras.h5');
    const glyph = glyphOf(3);
    python(
      `import sys, base64, numpy, h5py
g = numpy.frombuffer(base64.b64decode(sys.argv[2]), numpy.uint8).reshape(28, 28)
f = h5py.File(sys.argv[1], "w")
f["x_train"] = numpy.stack([g, g]).astype("float32") / 255
f["y_train"] = numpy.eye(10)[[3, 4]]
f.create_dataset("x_test", data=numpy.kron(255 - numpy.stack([g]), numpy.ones((1, 3, 3), numpy.uint8)).astype("uint8"), compression="gzip")
f["y_test"] = numpy.array([b"5"])
f.close()
f = h5py.File(sys.argv[1] + ".lzf", "w")
f.create_dataset("images", data=numpy.stack([g, g]), compression="lzf")
f["labels"] = numpy.array([1, 2])
f.close()
f = h5py.File(sys.argv[1] + ".outside", "w")
f.create_dataset("images", (2, 28, 28), "uint8", external=[(sys.argv[1] + ".secret", 0, 1568)])
f["labels"] = numpy.array([1, 2])
open(sys.argv[1] + ".secret", "wb").write(b"secret!!" * 196)`,
      file,
      glyph.toString('base64'),
    );
    const rows = await rowsOf(file);
    expect(rows.map((row) => 'label' in row && [row.label, row.content.kind])).toEqual(
      expect.arrayContaining([
        ['3', 'glyph'],
        ['4', 'glyph'],
        ['5', 'grey'],
      ]),
    );
    const first = rows.find((row) => 'label' in row && row.label === '3') as unknown as {
      content: { glyph: Uint8Array };
    };
    expect(Buffer.from(first.content.glyph).equals(glyph)).toBe(true);
    const refused = await problemOf(await readFile(`${file}.lzf`));
    expect(refused).toContain('"images" is packed by the filter lzf');
    // A file that names others as its parts gets none of them.
    expect(await problemOf(await readFile(`${file}.outside`))).toContain('damaged');
  });
});
