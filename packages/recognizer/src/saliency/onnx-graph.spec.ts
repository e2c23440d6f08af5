import { describe, expect, it } from '@jest/globals';
import { readGraph, withOutput } from './onnx-graph.js';
import { delimited, joinBytes, wholeField, wireFields } from '../onnx-file/wire-format.js';

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const floats = (...values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
const message = (...fields: Uint8Array[]) => joinBytes(fields);

const weight = message(
  wholeField(1, 2),
  wholeField(2, 1),
  delimited(8, ascii('dense/kernel')),
  delimited(9, floats(0.5, -2)),
);
const node = message(
  delimited(1, ascii('glyph')),
  delimited(1, ascii('dense/kernel')),
  delimited(2, ascii('logits')),
  delimited(4, ascii('Conv')),
  delimited(5, message(delimited(1, ascii('strides')), wholeField(8, 2), wholeField(8, 300))),
);
const side = (...fields: Uint8Array[]) => delimited(1, message(...fields));
const shape = message(
  side(delimited(2, ascii('N'))),
  side(wholeField(1, 1)),
  side(wholeField(1, 28)),
  side(wholeField(1, 28)),
);
const input = message(
  delimited(1, ascii('glyph')),
  delimited(2, delimited(1, message(wholeField(1, 1), delimited(2, shape)))),
);
const file = message(
  wholeField(1, 8),
  delimited(7, message(delimited(1, node), delimited(5, weight), delimited(11, input))),
);

describe('readGraph', () => {
  it('reads operations, weights and the size of the input', () => {
    const { writers, tensors, inputs } = readGraph(file);
    expect(writers.get('logits')).toEqual({
      operation: 'Conv',
      inputs: ['glyph', 'dense/kernel'],
      outputs: ['logits'],
      attributes: new Map([['strides', [2, 300]]]),
    });
    expect(tensors.get('dense/kernel')).toEqual({ dims: [2], values: Float32Array.of(0.5, -2) });
    expect(inputs.get('glyph')).toEqual([0, 1, 28, 28]);
  });

  it('leaves out weights that are no 32-bit floats, or cut short', () => {
    const other = message(wholeField(1, 2), wholeField(2, 7), delimited(8, ascii('axis')));
    expect(readGraph(delimited(7, delimited(5, other))).tensors.size).toBe(0);
  });

  it('refuses what is cut short', () => {
    expect(() => readGraph(file.subarray(0, 20))).toThrow('cut short');
    expect(() => readGraph(ascii('no model'))).toThrow(RangeError);
  });
});

describe('withOutput', () => {
  it('puts an output behind the file, which is the same otherwise', () => {
    const more = withOutput(file, 'maps');
    expect(more.subarray(0, file.length)).toEqual(file);
    const [graph] = [...wireFields(more.subarray(file.length))];
    expect(graph!.number).toBe(7);
    const [output] = [...wireFields(graph!.bytes)];
    expect(output!.number).toBe(12);
    expect(readGraph(more)).toEqual(readGraph(file));
  });
});
