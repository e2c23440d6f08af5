import { describe, expect, it } from '@jest/globals';
import { packLines, unpackLines, type LabelledLine } from './labelled-lines.js';

const LINES: LabelledLine[] = [
  {
    text: '4 7',
    task: 'digits',
    group: 'numbers',
    strip: { width: 5, values: Float32Array.from({ length: 160 }, (_, at) => (at % 256) / 255) },
  },
  { text: 'ü', task: 'text', group: 'abc', strip: { width: 1, values: new Float32Array(32) } },
];

describe('packLines', () => {
  it('keeps lines as they are', () => {
    expect(unpackLines(packLines(LINES))).toEqual(LINES);
  });

  it('refuses bytes that are too few or too many', () => {
    const packed = packLines(LINES);
    expect(() => unpackLines(packed.subarray(0, -1))).toThrow('are no 2 lines');
    expect(() => unpackLines(Buffer.concat([packed, Buffer.of(1)]))).toThrow('are no 2 lines');
  });
});
