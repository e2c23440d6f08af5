import { CHARACTER_LABELS } from '@inkling/recognizer';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';
import { INPUT_SHAPE } from './glyph-input.js';
import { LayerBuilder } from './layers.js';
import { seenBy, WHITENED } from './whitened.js';

const EMBEDDING_SIZE = 128;

/**
 * A residual network (He et al. 2016) with twelve convolutions, two of them projections, for the 47 ByMerge
 * classes, 1.6 M parameters. The first two have no padding: the ink of a glyph keeps away from the border.
 * Input `[n, 28, 28, 1]`, 0..1; outputs `[n, 47]` logits and `[n, 128]` embedding, which is made of what three
 * stages see: of what the logits are made of, much of other signs is gone already.
 */
export function createCharactersNetwork(seed: number): LayersModel {
  const { build, input, logits, stages } = charactersTrunk(seed);
  const outputs = [logits, build.fixed(WHITENED, seenBy(build, stages), EMBEDDING_SIZE)];
  return tf.model({ name: 'characters', inputs: input, outputs });
}

/** What reads the 47 classes. */
export function charactersTrunk(seed: number) {
  const build = new LayerBuilder(seed);
  const input = tf.input({ shape: [...INPUT_SHAPE], name: 'glyph' });
  let x = build.convNormaliseRelu('stem1', input, 32, { padding: 'valid' });
  x = build.convNormaliseRelu('stem2', x, 32, { padding: 'valid' });
  x = narrowingBlock(build, 'block1', x, 80);
  const early = residualBlock(build, 'block2', x, 80);
  x = build.dropout('dropout1', early, 0.1);
  x = narrowingBlock(build, 'block3', x, 144);
  const middle = residualBlock(build, 'block4', x, 144);
  const last = build.convNormaliseRelu('block5', middle, 192, { padding: 'valid' });
  x = tf.layers.flatten({ name: 'flatten' }).apply(last) as SymbolicTensor;
  x = build.dropout('dropout2', x, 0.3);
  const embedding = build.normalise('embedding', build.dense('features', x, EMBEDDING_SIZE, false));
  const logits = build.dense(
    'logits',
    build.dropout('dropout3', embedding, 0.2),
    CHARACTER_LABELS.length,
    true,
  );
  const stages = [
    { value: early, field: 4 },
    { value: middle, field: 2 },
    { value: last, field: 2 },
  ];
  return { build, input, embedding, logits, stages };
}

/** Two convolutions beside a projection; halves the side of the picture. */
function narrowingBlock(build: LayerBuilder, name: string, input: SymbolicTensor, filters: number) {
  const first = build.convNormaliseRelu(`${name}_conv1`, input, filters, { strides: 2 });
  const second = build.normalise(`${name}_conv2_bn`, build.conv(`${name}_conv2`, first, filters));
  const projected = build.normalise(
    `${name}_projection_bn`,
    build.conv(`${name}_projection`, input, filters, { kernelSize: 1, strides: 2 }),
  );
  return sum(build, name, second, projected);
}

/** One convolution beside what it reads. */
function residualBlock(build: LayerBuilder, name: string, input: SymbolicTensor, filters: number) {
  const changed = build.normalise(`${name}_conv_bn`, build.conv(`${name}_conv`, input, filters));
  return sum(build, name, changed, input);
}

function sum(build: LayerBuilder, name: string, a: SymbolicTensor, b: SymbolicTensor) {
  const both = tf.layers.add({ name: `${name}_add` }).apply([a, b]) as SymbolicTensor;
  return build.relu(`${name}_relu`, both);
}
