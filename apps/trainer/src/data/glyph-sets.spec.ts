import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadByMergeTest, loadMnist, openByMergeTest, openMnist } from './glyph-sets.js';
import { writeIdx } from './idx.js';

let folder: string;

/** Three pictures with a pixel of ink each, in a corner. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inkling-data-'));
  const pixels = new Uint8Array(3 * 784);
  for (const picture of [0, 1, 2]) pixels[picture * 784 + picture] = 255;
  const { images, labels } = writeIdx(pixels, Uint8Array.of(7, 8, 9));
  for (const prefix of ['mnist/t10k', 'emnist/emnist-bymerge-test']) {
    mkdirSync(join(folder, prefix, '..'), { recursive: true });
    writeFileSync(join(folder, `${prefix}-images-idx3-ubyte.gz`), images);
    writeFileSync(join(folder, `${prefix}-labels-idx1-ubyte.gz`), labels);
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

const inkAt = (glyphs: Float32Array) => [...glyphs.keys()].filter((at) => glyphs[at]! > 0);

describe('glyph files', () => {
  it('make the rows that are asked for, in that order', () => {
    const { count, labels, glyphsAt } = openMnist(folder, 'test');
    expect([count, ...labels]).toEqual([3, 7, 8, 9]);
    expect(inkAt(glyphsAt([2, 0]))).toEqual([2, 784]);
    expect(glyphsAt([])).toHaveLength(0);
  });

  it('move EMNIST’s to the centre of mass, and leave MNIST’s', () => {
    // Row and column 14, as MNIST has its centre.
    expect(inkAt(openByMergeTest(folder).glyphsAt([1]))).toEqual([14 * 28 + 14]);
    expect(inkAt(loadMnist(folder, 'test').glyphs)).toEqual([0, 785, 1570]);
    expect(inkAt(loadByMergeTest(folder).glyphs)).toHaveLength(3);
  });

  it('belong together', () => {
    const { labels } = writeIdx(new Uint8Array(784), Uint8Array.of(1));
    writeFileSync(join(folder, 'mnist/t10k-labels-idx1-ubyte.gz'), labels);
    expect(() => openMnist(folder, 'test')).toThrow('does not fit');
  });
});
