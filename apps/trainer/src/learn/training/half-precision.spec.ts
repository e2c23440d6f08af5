import { beforeAll, expect, it } from '@jest/globals';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-node';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';
import type { Convolution } from './half-precision.js';

let tf: typeof import('@tensorflow/tfjs-node');
let convolveInHalf: typeof import('./half-precision.js').convolveInHalf;

const WINDOWS: readonly (readonly [string, [number, number], Convolution])[] = [
  ['3 by 3', [3, 3], { strides: [1, 1], padding: 'same' }],
  ['step by two', [3, 3], { strides: [2, 2], padding: 'same' }],
  ['along a row', [1, 7], { strides: [1, 1], padding: 'same' }],
  ['down a column', [8, 1], { strides: [1, 1], padding: 'valid' }],
];

/** bfloat16 keeps 8 bits; processors that only imitate it also add less exactly. */
const FURTHEST = 0.03;

/** How far apart they are, as a share of how large the second is. */
const apart = (one: Tensor, other: Tensor): number =>
  one.sub(other).norm().div(other.norm()).dataSync()[0]!;

describeWithTensorflow('convolveInHalf', () => {
  beforeAll(async () => {
    ({ tf } = await import('../../tensorflow.js'));
    ({ convolveInHalf } = await import('./half-precision.js'));
  });

  it.each(WINDOWS)('%s: gives what float32 gives to within a few in 100', (_, size, window) => {
    tf.tidy(() => {
      const input = tf.randomNormal([3, 8, 20, 16], 0, 1, 'float32', 5) as Tensor4D;
      const kernel = tf.randomNormal([...size, 16, 24], 0, 1, 'float32', 6) as Tensor4D;
      const pass = (convolve: (x: Tensor4D, weights: Tensor4D) => Tensor4D) =>
        tf.valueAndGrads((x, weights) =>
          convolve(x as Tensor4D, weights as Tensor4D)
            .square()
            .sum()
            .asScalar(),
        )([input, kernel]);
      const half = pass((x, weights) => convolveInHalf(x, weights, window));
      const whole = pass((x, weights) =>
        tf.conv2d(x, weights, [...window.strides] as [number, number], window.padding),
      );
      expect(apart(half.value, whole.value)).toBeLessThan(FURTHEST);
      half.grads.forEach((gradient, at) => {
        expect(apart(gradient, whole.grads[at]!)).toBeLessThan(FURTHEST);
      });
    });
  });

  it('keeps no native tensor', () => {
    const input = tf.ones([1, 4, 4, 16]) as Tensor4D;
    const kernel = tf.ones([3, 3, 16, 16]) as Tensor4D;
    const before = tf.memory().numTensors;
    tf.tidy(() => void convolveInHalf(input, kernel, { strides: [1, 1], padding: 'same' }));
    expect(tf.memory().numTensors).toBe(before);
  });
});
