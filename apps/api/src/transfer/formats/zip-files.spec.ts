import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GLYPH_PIXELS } from '@inkling/ink';
import type { TransferFormat } from '@inkling/contract';
import { greyPng } from '../../common/png.js';
import { TEST_HDF5 } from '../../testing/test-app.js';
import { glyphOf } from '../testing/transfers.js';
import { folderOfLabel, labelOfFolder } from './folder-name.js';
import { glyphOfPng } from './glyph-png.js';
import { BYTES, idxHeader } from './idx/idx-header.js';
import { ImportFileError, type FileRow } from './import-file.js';
import { openImport } from './open-import.js';
import { ZipWriter } from './zip/zip-writer.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'inkling-zips-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

type Members = Readonly<Record<string, Uint8Array | string>>;

function zipOf(members: Members): Buffer {
  const zip = new ZipWriter();
  const parts = Object.entries(members).map(([name, content]) =>
    zip.file(name, Buffer.from(content)),
  );
  return Buffer.concat([...parts, zip.end()]);
}

async function rowsOf(file: Uint8Array, format: TransferFormat, task = 'digits' as const) {
  const target = path.join(folder, 'file');
  await writeFile(target, file);
  const opened = await openImport(target, { format, task }, TEST_HDF5);
  const rows: FileRow[] = [];
  for await (const row of opened.rows(0)) rows.push(row);
  if (rows.length < 100) {
    const later: FileRow[] = [];
    for await (const row of opened.rows(2)) later.push(row);
    // What is gone on with is what follows.
    expect(later).toEqual(rows.slice(2));
  }
  await opened.close();
  return { total: opened.total, labels: opened.labels, rows };
}

const problemOf = (file: Uint8Array, format: TransferFormat) =>
  rowsOf(file, format).then(
    () => 'none',
    (error: unknown) => {
      if (error instanceof ImportFileError) return error.message;
      throw error;
    },
  );

const glyphs = [0, 1, 2].map(glyphOf);
const idx = (shape: readonly number[], ...content: Uint8Array[]) =>
  Buffer.concat([idxHeader(BYTES, shape), ...content]);
const images = idx([3, 28, 28], ...glyphs);
const labels = idx([3], Uint8Array.of(7, 0, 9));

describe('IDX files in a zip', () => {
  const shown = ({ rows }: { readonly rows: readonly FileRow[] }) =>
    rows.map((row) => ('label' in row ? row.label : row.refusal));

  it('are read as they are, also packed by gzip and named as MNIST does', async () => {
    const plain = await rowsOf(zipOf({ images, labels }), 'idx');
    expect(plain.total).toBe(3);
    expect(shown(plain)).toEqual(['7', '0', '9']);
    plain.rows.forEach((row, at) => {
      expect(row).toMatchObject({ row: at + 1, content: { kind: 'glyph' } });
      const { content } = row as { content: { glyph: Uint8Array } };
      expect(Buffer.from(content.glyph).equals(glyphs[at]!)).toBe(true);
    });
    const packed = await rowsOf(
      zipOf({
        'a/train-images-idx3-ubyte.gz': gzipSync(images),
        'a/train-labels-idx1-ubyte.gz': gzipSync(labels),
        'a/t10k-images-idx3-ubyte.gz': gzipSync(images),
        'a/t10k-labels-idx1-ubyte.gz': gzipSync(idx([3], Uint8Array.of(1, 2, 3))),
      }),
      'idx',
    );
    expect(shown(packed)).toEqual(['7', '0', '9', '1', '2', '3']);
  });

  it.each([
    ['labels.json', '["7","8",9]'],
    ['labels.json', '["7","8"'],
    ['data/Labels.json', ''],
    ['mapping.txt', '0 65\n7 a'],
  ])('are refused with a broken list of labels: %s %s', async (name, list) => {
    const opened = rowsOf(zipOf({ images, labels, [name]: list }), 'idx');
    await expect(opened).rejects.toThrow(`"${name}" is not a list of labels.`);
    const beside = zipOf({ images, labels, 'readme.txt': 'digits', 'about.json': '{}' });
    expect((await rowsOf(beside, 'idx')).rows).toHaveLength(3);
  });

  it('say what numbers mean, or it is the order of the task’s labels, or EMNIST’s', async () => {
    const mapping = '0 65\n7 97 65\n9 937\n';
    expect(shown(await rowsOf(zipOf({ images, labels, 'mapping.txt': mapping }), 'idx'))).toEqual([
      ...['a', 'A', 'Ω'],
    ]);
    const list = JSON.stringify([...'abcdefg', 'kg', ...'ij']);
    expect(
      shown(await rowsOf(zipOf({ images, labels, 'labels.json': list, 'm.txt': mapping }), 'idx')),
    ).toEqual(['kg', 'a', 'j']);
    const far = { images, labels: idx([3], Uint8Array.of(7, 200, 9)) };
    expect(shown(await rowsOf(zipOf(far), 'idx'))[1]).toContain('Its label is 200');
    const emnist = await rowsOf(
      zipOf({
        'emnist-letters-train-images-idx3-ubyte': images,
        'emnist-letters-train-labels-idx1-ubyte': labels,
      }),
      'idx',
    );
    expect(shown(emnist)).toEqual([
      'G',
      'Its label is 0, and nothing says what that stands for.',
      'I',
    ]);
    // Its pictures are turned back.
    const { content } = emnist.rows[0] as { content: { glyph: Uint8Array } };
    expect(content.glyph[5 * 28 + 14]).toBe(glyphs[0]![14 * 28 + 5]);
  });

  it.each<[string, Members, string]>([
    ['without images', { labels }, 'no IDX file of images'],
    ['without labels', { images }, 'no file in the zip has as many labels'],
    ['of another number', { images, labels: idx([2], Uint8Array.of(1, 2)) }, 'as many labels'],
    ['cut short', { images: images.subarray(0, 2000), labels }, 'does not have as many bytes'],
    [
      'that go on behind their end',
      { 'images.gz': gzipSync(Buffer.concat([images, Buffer.alloc(5_000_000)])), labels },
      'does not have as many bytes',
    ],
    [
      'cut short by gzip',
      { 'images.gz': gzipSync(images).subarray(0, 500), labels },
      'damaged or cut short',
    ],
    ['of two million', { images: idx([2_000_000, 1, 1], Buffer.alloc(2_000_000)), labels: idx([2_000_000], Buffer.alloc(2_000_000)) }, '2,000,000 rows'], // prettier-ignore
    ['of floats', { images: Buffer.from([0, 0, 13, 3, ...Buffer.alloc(40)]), labels }, 'Save them as unsigned bytes'], // prettier-ignore
  ])('are refused %s', async (_what, members, words) => {
    expect(await problemOf(zipOf(members), 'idx')).toContain(words);
  });
});

describe('PNG folders in a zip', () => {
  const pngs = glyphs.map((glyph) => greyPng(glyph, 28, 28));

  it('have the label of the innermost folder, in the order of the zip', async () => {
    const { rows, labels: found } = await rowsOf(
      zipOf({
        'train/7/1.png': pngs[0]!,
        '__MACOSX/train/7/._1.png': 'x',
        'train/7/.DS_Store': 'x',
        '%2F/1.png': pngs[1]!,
        'readme.txt': 'hello',
        'more/other.zip': 'PK',
      }),
      'png',
    );
    expect(found).toEqual(['/', '7', 'more']);
    expect(rows).toMatchObject([
      { row: 1, place: 'train/7/1.png', label: '7', content: { kind: 'picture' } },
      { row: 2, label: '/' },
      { row: 3, place: 'readme.txt', refusal: expect.stringContaining('no folder') },
      { row: 4, place: 'more/other.zip', refusal: expect.stringContaining('zip in the zip') },
    ]);
  });

  it.each<[string, Buffer, string]>([
    ['cut short', zipOf({ '7/1.png': pngs[0]!, '7/2.png': pngs[1]! }).subarray(0, 400), 'damaged or cut short'], // prettier-ignore
    ['that climbs', zipOf({ '../7/1.png': pngs[0]! }), 'a path that leads out of it: ../7/1.png'],
    ['with an absolute path', zipOf({ '/etc/1.png': pngs[0]! }), 'a path that leads out of it'],
    ['that is empty', zipOf({}), 'is a zip, not'],
    ['without files', zipOf({ 'a/': '' }), 'no samples'],
  ])('are refused in a zip %s', async (_what, file, words) => {
    const said = await problemOf(file, 'png');
    expect(said === 'none' ? said : `${said} is a zip, not`).toContain(words);
  });

  const zip = zipOf({ '7/1.png': Buffer.alloc(100_000) });
  const directory = zip.indexOf('PK\x01\x02');

  it('are refused where a zip is encrypted', async () => {
    const encrypted = Buffer.from(zip);
    encrypted[directory + 8]! |= 1;
    expect(await problemOf(encrypted, 'png')).toContain('encrypted');
  });

  it.each([0, 100, 99_999, 100_001])(
    'are refused where a zip says that it has %d bytes',
    async (bytes) => {
      const other = Buffer.from(zip);
      other.writeUInt32LE(bytes, directory + 24);
      expect(await problemOf(other, 'png')).toContain('damaged');
    },
  );
});

describe('a zip with a damaged member', () => {
  /** One byte of the content of a member, which is stored as it is, is another one. */
  const spoilt = (zip: Buffer, content: Uint8Array): Buffer => {
    const at = zip.indexOf(content) + content.length - 20;
    expect(at).toBeGreaterThan(0);
    const copy = Buffer.from(zip);
    copy[at]! ^= 1;
    return copy;
  };
  /** So that it can't be packed smaller. */
  const noise = Uint8Array.from({ length: 300 }, (_, at) => Math.imul(at + 1, 2654435761) >>> 24);

  it('has that one picture refused by its name, and the others come in', async () => {
    const zip = spoilt(zipOf({ '7/1.png': 'one', '7/2.png': noise, '7/3.png': 'three' }), noise);
    const { rows } = await rowsOf(zip, 'png');
    expect(rows).toMatchObject([
      { row: 1, label: '7' },
      { row: 2, place: '7/2.png', refusal: expect.stringContaining('"7/2.png" is damaged') },
      { row: 3, label: '7' },
    ]);
  });

  it('has one refused that cannot be unpacked', async () => {
    const text = 'paper '.repeat(100);
    const zip = zipOf({ '7/1.png': text, '7/2.png': 'two' });
    // The name of the first member ends here: what follows is a block of no kind.
    zip.fill(0xff, zip.indexOf('7/1.png') + 7, zip.indexOf('7/1.png') + 10);
    const { rows } = await rowsOf(zip, 'png');
    expect(rows).toMatchObject([{ refusal: expect.stringContaining('damaged') }, { label: '7' }]);
  });

  it.each(['images', 'labels'])('is refused where that has the %s', async (name) => {
    const stored = idx([300, 1, 1], noise);
    const numbers = idx(
      [300],
      Uint8Array.from(noise, (value) => value % 256),
    );
    const zip = zipOf({ images: stored, labels: numbers });
    const content = name === 'images' ? stored : numbers;
    expect(await problemOf(spoilt(zip, content), 'idx')).toBe(
      `"${name}" is damaged or cut short in the zip. Pack the zip again and send it.`,
    );
  });
});

describe('ZipWriter', () => {
  it('writes more members than the first format counts, and streams', async () => {
    const zip = new ZipWriter();
    const parts: Buffer[] = [];
    for (let at = 0; at < 66_000; at++) parts.push(zip.file(`7/${at}.png`, Uint8Array.of(at)));

    const content = async function* () {
      for (let at = 0; at < 100; at++) yield Buffer.alloc(10_000, at);
    };
    for await (const chunk of zip.stream('8/large.png', content())) parts.push(chunk);
    parts.push(zip.end());
    const { total, rows } = await rowsOf(Buffer.concat(parts), 'png');
    expect(total).toBe(66_001);
    const fileOf = (row: FileRow | undefined) =>
      (row as unknown as { content: { file: Buffer } }).content.file;
    expect(fileOf(rows.at(-1)).length).toBe(1_000_000);
    expect(fileOf(rows[300])).toEqual(Buffer.of(44));
    // 66,000 readings, on a machine that may be busy.
  }, 600_000);
});

describe('names of folders', () => {
  it.each(['a', 'A', '/', '.', '..', '%2F', 'con', 'CON', 'ä', 'kg', '✓', '?', ' x', 'NUL', '👨‍👩‍👧'])(
    'hold %j and give it back, apart from others also where case does not count',
    (label) => {
      const name = folderOfLabel(label);
      expect(labelOfFolder(name)).toBe(label);
      expect(name).not.toMatch(/[/\\:*?"<>|\s]|^\.+$/);
      expect(folderOfLabel(label.toUpperCase()).toLowerCase() === name.toLowerCase()).toBe(
        label === label.toUpperCase(),
      );
    },
  );

  it('that were not written so are themselves', () => {
    expect(labelOfFolder('100%')).toBe('100%');
    expect(labelOfFolder('a')).toBe('a');
  });
});

describe('glyphOfPng', () => {
  it('is a glyph to the byte, whatever filters and chunks', () => {
    for (const glyph of glyphs) {
      expect(Buffer.from(glyphOfPng(greyPng(glyph, 28, 28))!).equals(glyph)).toBe(true);
    }
  });

  it('is none for another size, dark ink on light paper, or what is no PNG', () => {
    expect(glyphOfPng(greyPng(new Uint8Array(29 * 28), 29, 28))).toBeUndefined();
    const dark = Uint8Array.from(glyphs[0]!, (value) => 255 - value);
    expect(glyphOfPng(greyPng(dark, 28, 28))).toBeUndefined();
    expect(glyphOfPng(new Uint8Array(GLYPH_PIXELS))).toBeUndefined();
    expect(glyphOfPng(greyPng(glyphs[0]!, 28, 28).subarray(0, 60))).toBeUndefined();
  });
});
