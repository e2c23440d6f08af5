import { CHARACTER_LABELS } from '@inkling/recognizer';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-node';
import { tf } from '../../tensorflow.js';
import { INPUT_SHAPE } from '../glyph-input.js';
import { LayerBuilder } from '../layers.js';

/**
 * What was shipped first: a residual network (He et al. 2016) with ten convolutions, three of them projections, for the 47
 * ByMerge classes, 1.3 M parameters.
 * Input `[n, 28, 28, 1]`, 0..1; outputs `[n, 47]` logits and `[n, 128]` embedding.
 */
export function createFirstCharactersNetwork(seed: number): LayersModel {
  const build = new LayerBuilder(seed);
  const input = tf.input({ shape: [...INPUT_SHAPE], name: 'glyph' });
  let x = build.convNormaliseRelu('stem', input, 32);
  x = residualBlock(build, 'block1', x, 64);
  x = residualBlock(build, 'block2', x, 128);
  x = residualBlock(build, 'block3', x, 256);
  x = tf.layers.globalAveragePooling2d({ name: 'average' }).apply(x) as SymbolicTensor;
  const embedding = build.normalise('embedding', build.dense('features', x, 128, false));
  const logits = build.dense(
    'logits',
    build.dropout('dropout', embedding, 0.2),
    CHARACTER_LABELS.length,
    true,
  );
  return tf.model({ name: 'characters', inputs: input, outputs: [logits, embedding] });
}

/** Two convolutions beside a projection; halves the side of the picture. */
function residualBlock(build: LayerBuilder, name: string, input: SymbolicTensor, filters: number) {
  const first = build.convNormaliseRelu(`${name}_conv1`, input, filters, { strides: 2 });
  const second = build.normalise(`${name}_conv2_bn`, build.conv(`${name}_conv2`, first, filters));
  const projected = build.normalise(
    `${name}_projection_bn`,
    build.conv(`${name}_projection`, input, filters, { kernelSize: 1, strides: 2 }),
  );
  const sum = tf.layers.add({ name: `${name}_add` }).apply([second, projected]) as SymbolicTensor;
  return build.relu(`${name}_relu`, sum);
}
