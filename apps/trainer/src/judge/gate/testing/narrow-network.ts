import type { LayersModel } from '@tensorflow/tfjs-node';
import { LayerBuilder } from '../../../networks/layers.js';
import { tf } from '../../../tensorflow.js';

/** Ten classes from one small convolution: another graph than any that serves. */
export function createNarrowNetwork(): LayersModel {
  const build = new LayerBuilder(5);
  const input = tf.input({ shape: [28, 28, 1], name: 'glyph' });
  let x = build.pool('pool1', build.convNormaliseRelu('conv1', input, 4));
  x = build.pool('pool2', x);
  x = tf.layers.flatten({ name: 'flatten' }).apply(x) as typeof x;
  const embedding = build.normalise('embedding', build.dense('features', x, 16, false));
  return tf.model({
    inputs: input,
    outputs: [build.dense('logits', embedding, 10, true), embedding],
  });
}
