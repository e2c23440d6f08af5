import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { WindowedFile } from './windowed-file.js';

/** Two windows and a part of a third. */
const content = randomBytes(600_000);
const BORDER = 256 * 1024;

let folder: string;
let file: WindowedFile;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'inkling-windows-'));
  await writeFile(path.join(folder, 'file'), content);
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  file = await WindowedFile.open(path.join(folder, 'file'));
});
afterEach(() => new Promise((resolve) => file.close(resolve)));

function read(position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length + 2, 1);
  return new Promise((resolve, reject) =>
    file.read(buffer, 1, length, position, (error, bytesRead) =>
      error ? reject(error) : resolve(buffer.subarray(1, 1 + bytesRead!)),
    ),
  );
}

async function streamed(start: number, end: number): Promise<Buffer> {
  return Buffer.concat(await file._readStreamForRange(start, end).toArray());
}

describe('WindowedFile', () => {
  it.each([
    ['within a window', 1000, 30],
    ['over a border', BORDER - 10, 30],
    ['over more windows than it keeps', 5, 590_000],
    ['to the last byte', 599_970, 30],
  ])('reads %s', async (_, position, length) => {
    const wanted = content.subarray(position, position + length);
    expect((await read(position, length)).equals(wanted)).toBe(true);
    expect((await streamed(position, position + length)).equals(wanted)).toBe(true);
    expect((await file.bytesAt(position, length)).equals(wanted)).toBe(true);
  });

  it('says where the file ended earlier', async () => {
    expect(await read(599_990, 30)).toHaveLength(10);
    expect(await read(700_000, 30)).toHaveLength(0);
    expect(await file.bytesAt(599_990, 30)).toHaveLength(10);
  });

  it('reads in several places at once', async () => {
    const places = [10, BORDER + 5, 2 * BORDER + 7, 20, BORDER - 3];
    const pieces = await Promise.all(places.map((place) => read(place, 50)));
    expect(pieces).toEqual(places.map((place) => content.subarray(place, place + 50)));
  });

  it('is not there', async () => {
    await expect(WindowedFile.open(path.join(folder, 'none'))).rejects.toThrow('ENOENT');
  });
});
