import { DIGIT_LABELS } from '@inkling/recognizer';
import type { LayersModel } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';
import { INPUT_SHAPE } from './glyph-input.js';
import { LayerBuilder } from './layers.js';
import { WHITENED } from './whitened.js';

/**
 * A plain CNN with six convolutions for the ten digits, two of them with a stride instead of pooling,
 * 0.42 M parameters. The first ones have no padding: the ink of a glyph keeps away from the border.
 * Input `[n, 28, 28, 1]`, 0..1; outputs `[n, 10]` logits and `[n, 96]` embedding.
 */
export function createDigitsNetwork(seed: number): LayersModel {
  const build = new LayerBuilder(seed);
  const input = tf.input({ shape: [...INPUT_SHAPE], name: 'glyph' });
  let x = build.convNormaliseRelu('conv1', input, 32, { padding: 'valid' });
  x = build.convNormaliseRelu('conv2', x, 32, { padding: 'valid' });
  x = build.convNormaliseRelu('conv3', x, 48, { kernelSize: 5, strides: 2 });
  x = build.dropout('dropout1', x, 0.2);
  x = build.convNormaliseRelu('conv4', x, 80, { padding: 'valid' });
  x = build.convNormaliseRelu('conv5', x, 80, { padding: 'valid' });
  x = build.convNormaliseRelu('conv6', x, 80, { kernelSize: 5, strides: 2 });
  x = tf.layers.flatten({ name: 'flatten' }).apply(x) as typeof x;
  x = build.dropout('dropout2', x, 0.3);
  const embedding = build.normalise('embedding', build.dense('features', x, 96, false));
  const logits = build.dense(
    'logits',
    build.dropout('dropout3', embedding, 0.2),
    DIGIT_LABELS.length,
    true,
  );
  const outputs = [logits, build.fixed(WHITENED, embedding)];
  return tf.model({ name: 'digits', inputs: input, outputs });
}
