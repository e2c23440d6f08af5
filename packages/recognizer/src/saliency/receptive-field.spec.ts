import { expect, it } from '@jest/globals';
import { receptiveField } from './receptive-field.js';
import { graph, node } from './testing/graph.js';

const window = (side: number, stride: number, pads: readonly number[]) => ({
  kernel_shape: [side, side],
  strides: [stride, stride],
  pads,
});

it('follows windows: what they step over, and where they begin', () => {
  const field = receptiveField(
    graph([
      node('Conv', ['glyph', 'kernel'], 'a', window(3, 1, [0, 0, 0, 0])),
      node('BatchNormalization', ['a', 'gamma', 'beta', 'mean', 'variance'], 'b'),
      node('Relu', ['b'], 'c'),
      // As TensorFlow pads an even side.
      node('Conv', ['c', 'kernel'], 'd', window(5, 2, [1, 1, 2, 2])),
    ]),
    'd',
  );
  // The first value sees rows 0 to 6 without what is padded: its middle is 2 - 1 steps beyond 1.
  expect(field!.rows).toEqual({ count: 13, start: 2, step: 2, size: 7 });
  expect(field!.columns).toEqual(field!.rows);
});

it('takes of a block and its projection what sees more', () => {
  const field = receptiveField(
    graph([
      node('Conv', ['glyph', 'kernel'], 'narrow', window(1, 2, [0, 0, 0, 0])),
      node('Conv', ['glyph', 'kernel'], 'wide', window(3, 2, [0, 0, 1, 1])),
      node('Add', ['narrow', 'wide'], 'sum'),
    ]),
    'sum',
  );
  expect(field!.rows).toEqual({ count: 14, start: 1, step: 2, size: 3 });
});

it('gives up at what it does not know', () => {
  expect(receptiveField(graph([node('Resize', ['glyph'], 'a')]), 'a')).toBe(undefined);
  expect(receptiveField(graph([node('Conv', ['glyph', 'kernel'], 'a')]), 'a')).toBe(undefined);
  expect(receptiveField(graph([]), 'a')).toBe(undefined);
});
