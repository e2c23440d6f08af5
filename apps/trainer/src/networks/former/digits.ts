import { DIGIT_LABELS } from '@inkling/recognizer';
import type { LayersModel } from '@tensorflow/tfjs-node';
import { tf } from '../../tensorflow.js';
import { INPUT_SHAPE } from '../glyph-input.js';
import { LayerBuilder } from '../layers.js';

/**
 * What was shipped first: a plain CNN with five convolutions for the ten digits, 0.75 M parameters.
 * Input `[n, 28, 28, 1]`, 0..1; outputs `[n, 10]` logits and `[n, 96]` embedding.
 */
export function createFirstDigitsNetwork(seed: number): LayersModel {
  const build = new LayerBuilder(seed);
  const input = tf.input({ shape: [...INPUT_SHAPE], name: 'glyph' });
  let x = build.convNormaliseRelu('conv1', input, 32);
  x = build.convNormaliseRelu('conv2', x, 32);
  x = build.pool('pool1', x);
  x = build.convNormaliseRelu('conv3', x, 64);
  x = build.convNormaliseRelu('conv4', x, 64);
  x = build.pool('pool2', x);
  x = build.convNormaliseRelu('conv5', x, 128);
  x = tf.layers.flatten({ name: 'flatten' }).apply(x) as typeof x;
  x = build.dropout('dropout1', x, 0.4);
  const embedding = build.normalise('embedding', build.dense('features', x, 96, false));
  const logits = build.dense(
    'logits',
    build.dropout('dropout2', embedding, 0.2),
    DIGIT_LABELS.length,
    true,
  );
  return tf.model({ name: 'digits', inputs: input, outputs: [logits, embedding] });
}
