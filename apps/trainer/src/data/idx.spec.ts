import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readIdxImages, readIdxLabels, writeIdx } from './idx.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'inkling-idx-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, header: number[], body: Uint8Array): string {
  const head = Buffer.alloc(header.length * 4);
  header.forEach((value, index) => head.writeUInt32BE(value, index * 4));
  const path = join(folder, name);
  writeFileSync(path, gzipSync(Buffer.concat([head, body])));
  return path;
}

describe('readIdxImages', () => {
  it('reads pictures row by row', () => {
    const body = Uint8Array.from({ length: 2 * 784 }, (_, index) => index % 251);
    const { count, pixels } = readIdxImages(write('images', [0x803, 2, 28, 28], body));
    expect(count).toBe(2);
    expect(Buffer.from(pixels).equals(Buffer.from(body))).toBe(true);
  });

  it('refuses a file that is cut off, of another size, or of labels', () => {
    const short = new Uint8Array(783);
    expect(() => readIdxImages(write('short', [0x803, 1, 28, 28], short))).toThrow('not an IDX');
    const large = new Uint8Array(1024);
    expect(() => readIdxImages(write('large', [0x803, 1, 32, 32], large))).toThrow('not an IDX');
    expect(() => readIdxImages(write('labels', [0x801, 1, 28, 28], new Uint8Array(784)))).toThrow(
      'not an IDX',
    );
  });
});

describe('readIdxLabels', () => {
  it('reads labels', () => {
    expect([...readIdxLabels(write('l', [0x801, 3], Uint8Array.of(4, 0, 9)))]).toEqual([4, 0, 9]);
  });

  it('refuses a count that does not fit', () => {
    expect(() => readIdxLabels(write('l2', [0x801, 4], Uint8Array.of(4, 0, 9)))).toThrow(
      'not an IDX',
    );
  });
});

describe('writeIdx', () => {
  it('writes what the readers read', () => {
    const pixels = Uint8Array.from({ length: 2 * 784 }, (_, index) => index % 251);
    const { images, labels } = writeIdx(pixels, Uint8Array.of(7, 46));
    const imagesPath = join(folder, 'written-images');
    const labelsPath = join(folder, 'written-labels');
    writeFileSync(imagesPath, images);
    writeFileSync(labelsPath, labels);
    expect(Buffer.from(readIdxImages(imagesPath).pixels).equals(Buffer.from(pixels))).toBe(true);
    expect([...readIdxLabels(labelsPath)]).toEqual([7, 46]);
  });
});
