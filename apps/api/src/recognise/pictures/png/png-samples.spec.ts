import { describe, expect, it } from '@jest/globals';
import { crc32, deflateSync } from 'node:zlib';
import { plainPng } from './plain-png.js';
import { pngLayout, pngSamples } from './png-samples.js';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(name: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32BE(data.length, 0);
  numbers.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([numbers.subarray(0, 4), named, numbers.subarray(4)]);
}

const header = (width: number, height: number, kind = [8, 0, 0, 0, 0]): Buffer => {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set(kind, 8);
  return chunk('IHDR', data);
};

const png = (...chunks: readonly Buffer[]) =>
  plainPng(Buffer.concat([SIGNATURE, ...chunks, chunk('IEND', new Uint8Array())]))!;

/** Its samples; `undefined` where they are left to another decoder. */
const samplesOf = (...chunks: readonly Buffer[]) => {
  const file = png(...chunks);
  const layout = pngLayout(file);
  const samples = layout && pngSamples(file, layout);
  return samples && [...samples];
};

const data = (...lines: readonly (readonly number[])[]): Buffer =>
  chunk('IDAT', deflateSync(Uint8Array.from(lines.flat())));

describe('pngSamples', () => {
  it('takes each filter back, also in the first line and pixel', () => {
    // Worked out by hand from 9.2 of the specification.
    expect(samplesOf(header(3, 1), data([1, 10, 5, 250]))).toEqual([10, 15, 9]);
    expect(samplesOf(header(3, 1), data([2, 10, 5, 250]))).toEqual([10, 5, 250]);
    expect(samplesOf(header(3, 1), data([3, 10, 5, 1]))).toEqual([10, 10, 6]);
    expect(samplesOf(header(3, 1), data([4, 10, 5, 1]))).toEqual([10, 15, 16]);
    const below = (filter: number) =>
      samplesOf(header(3, 2), data([0, 10, 20, 40], [filter, 1, 2, 3]))!.slice(3);
    expect(below(0)).toEqual([1, 2, 3]);
    expect(below(1)).toEqual([1, 3, 6]);
    expect(below(2)).toEqual([11, 22, 43]);
    expect(below(3)).toEqual([6, 15, 30]);
    expect(below(4)).toEqual([11, 22, 43]);
  });

  it('reads data in several pieces that follow one another', () => {
    const packed = deflateSync(Uint8Array.from([0, 1, 2, 0, 3, 4]));
    const pieces = [packed.subarray(0, 4), packed.subarray(4)].map((piece) => chunk('IDAT', piece));
    expect(samplesOf(header(2, 2), ...pieces)).toEqual([1, 2, 3, 4]);
    const between = chunk('pHYs', new Uint8Array(9));
    expect(samplesOf(header(2, 2), pieces[0]!, between, pieces[1]!)).toBeUndefined();
  });

  it.each([
    ['a filter that does not exist', [header(2, 1), data([5, 1, 2])]],
    ['too few samples', [header(2, 2), data([0, 1, 2])]],
    ['too many samples', [header(2, 1), data([0, 1, 2, 3])]],
    ['no data', [header(2, 1)]],
    ['data that is not packed', [header(2, 1), chunk('IDAT', Buffer.from('no zlib'))]],
    ['two headers', [header(2, 1), header(1, 1), data([0, 1, 2])]],
    ['a colour that is clear', [header(2, 1), chunk('tRNS', Buffer.alloc(2)), data([0, 1, 2])]],
    ['no pixels', [header(0, 1), data([0])]],
    ['four bits a sample', [header(2, 1, [4, 0, 0, 0, 0]), data([0, 1])]],
    ['passes', [header(2, 1, [8, 0, 0, 0, 1]), data([0, 1, 2])]],
    ['a palette', [header(2, 1, [8, 3, 0, 0, 0]), data([0, 1, 2])]],
  ])('leaves %s', (_, chunks) => {
    expect(samplesOf(...chunks)).toBeUndefined();
  });
});
