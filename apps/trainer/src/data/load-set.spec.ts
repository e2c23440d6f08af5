import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadHands, loadSet, pathOfHands, pathsOfSet } from './load-set.js';

const fixture = new URL('../../../../fixtures/mnist.json', import.meta.url);
const pictures = (
  JSON.parse(readFileSync(fixture, 'utf8')) as { label: string; pixels: string }[]
).slice(0, 5);
const pixels = pictures.map(({ pixels }) => Buffer.from(pixels, 'base64'));
const labels = pictures.map(({ label }) => Number(label));

let folder: string;
const paths = () => pathsOfSet(folder, 'digits', 'replay');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inkling-sets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('loadSet', () => {
  it('reads glyphs and labels, every pixel from 0 to 1', () => {
    write(pixels, labels);
    const set = loadSet(folder, 'digits', 'replay');
    expect(set.count).toBe(5);
    expect([...set.labels]).toEqual(labels);
    expect([...set.glyphs]).toEqual(
      pixels.flatMap((picture) => [...picture].map((value) => Math.fround(value / 255))),
    );
  });

  it('names a file that is missing', () => {
    write(pixels, labels);
    rmSync(paths().labels);
    expect(() => loadSet(folder, 'digits', 'replay')).toThrow(`${paths().labels} is missing`);
    expect(() => loadSet(folder, 'digits', 'gate')).toThrow(
      `${pathsOfSet(folder, 'digits', 'gate').images} is missing`,
    );
  });

  it('names a file that is cut off, no gzip, or something else', () => {
    write(pixels, labels);
    const whole = readFileSync(paths().images);
    for (const damaged of [whole.subarray(0, whole.length - 30), Buffer.from('no gzip')]) {
      writeFileSync(paths().images, damaged);
      expect(() => loadSet(folder, 'digits', 'replay')).toThrow(`${paths().images} can't be read`);
    }
    writeFileSync(paths().images, readFileSync(paths().labels));
    expect(() => loadSet(folder, 'digits', 'replay')).toThrow('not an IDX file of 28x28 pictures');
  });

  it('refuses labels that do not fit', () => {
    write(pixels, labels.slice(1));
    expect(() => loadSet(folder, 'digits', 'replay')).toThrow('holds 4 labels for the 5 pictures');
    write(pixels, [...labels.slice(1), 10]);
    expect(() => loadSet(folder, 'digits', 'replay')).toThrow('names the class 10');
  });

  it('refuses an empty set', () => {
    write([], []);
    expect(() => loadSet(folder, 'digits', 'replay')).toThrow('is empty');
  });
});

describe('loadHands', () => {
  const writeHands = (hands: readonly number[]) => {
    mkdirSync(dirname(paths().images), { recursive: true });
    const bytes = Buffer.concat([header(0x801, hands.length), Buffer.from(hands)]);
    writeFileSync(pathOfHands(folder, 'digits'), gzipSync(bytes));
  };

  it('names the hand of each glyph, and may be missing', () => {
    expect(loadHands(folder, 'digits', 3)).toBeUndefined();
    writeHands([0, 1, 0]);
    expect(loadHands(folder, 'digits', 3)).toEqual(['0', '1', '0']);
  });

  it('refuses a file that is damaged or of another set', () => {
    writeHands([0, 1, 0]);
    expect(() => loadHands(folder, 'digits', 4)).toThrow('the hands of 3 glyphs, the set has 4');
    writeFileSync(pathOfHands(folder, 'digits'), 'no gzip');
    expect(() => loadHands(folder, 'digits', 3)).toThrow("can't be read");
  });
});

function write(pictures: readonly Buffer[], classes: readonly number[]): void {
  mkdirSync(dirname(paths().images), { recursive: true });
  writeFileSync(
    paths().images,
    gzipSync(Buffer.concat([header(0x803, pictures.length, 28, 28), ...pictures])),
  );
  writeFileSync(
    paths().labels,
    gzipSync(Buffer.concat([header(0x801, classes.length), Buffer.from(classes)])),
  );
}

function header(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, at) => bytes.writeUInt32BE(value, at * 4));
  return bytes;
}
