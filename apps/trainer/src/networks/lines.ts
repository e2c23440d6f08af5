import { STRIP_HEIGHT } from '@inkling/ink';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';
import { BidirectionalLstm } from './bidirectional-lstm.js';
import { LayerBuilder } from './layers.js';

/** Pixels of a strip's width to a step of the network. */
export const PIXELS_A_STEP = 4;

/**
 * A fully convolutional network for lines: seven 2-D convolutions bring a strip down to one row, four residual
 * 1-D ones of width 7 see about two characters to either side, 1.4 M parameters. For CTC (Graves et al. 2006).
 * Input `[n, 32, width, 1]`, 0..1, any width from 4 on; output `[n, 1, width / 4, classes]` logits, the blank last.
 *
 * @param classes with the blank
 */
export function createLinesNetwork(seed: number, classes: number): LayersModel {
  return network(seed, classes, (build, row) => {
    let x = row;
    for (const block of ['block1', 'block2', 'block3', 'block4'])
      x = residual(build, block, x, 192);
    return x;
  });
}

/**
 * The same up to one row, and two bidirectional LSTMs along it, which see all of the line, instead of convolutions (as
 * Puigcerver 2017; CRNN, Shi et al. 2017); as many parameters. Kept as the one that `lines` is compared with.
 */
export function createRecurrentLinesNetwork(seed: number, classes: number): LayersModel {
  return network(seed, classes, (_, row) =>
    ['lstm1', 'lstm2'].reduce(
      (x, name, at) =>
        new BidirectionalLstm({ name, units: 160, seed: seed * 1000 + 500 + 2 * at }).apply(
          x,
        ) as SymbolicTensor,
      row,
    ),
  );
}

/** By the name that `train:lines` takes; the one that is shipped comes first. */
export const LINES_ARCHITECTURES = {
  convolutional: createLinesNetwork,
  recurrent: createRecurrentLinesNetwork,
} as const;

export type LinesArchitecture = keyof typeof LINES_ARCHITECTURES;

/** @param along what looks along the row that a strip has become: `[n, 1, width / 4, channels]` to the same with other channels */
function network(
  seed: number,
  classes: number,
  along: (build: LayerBuilder, row: SymbolicTensor) => SymbolicTensor,
): LayersModel {
  const build = new LayerBuilder(seed);
  const input = tf.input({ shape: [STRIP_HEIGHT, null, 1], name: 'strip' });
  // One convolution at full size: a second one would be a fifth of the whole cost.
  let x = build.convNormaliseRelu('conv1', input, 32);
  x = build.pool('pool1', x);
  x = build.convNormaliseRelu('conv2', x, 64);
  x = build.convNormaliseRelu('conv3', x, 64);
  x = build.pool('pool2', x);
  x = build.convNormaliseRelu('conv4', x, 96);
  x = build.convNormaliseRelu('conv5', x, 96);
  x = poolHeight('pool3', x);
  x = build.convNormaliseRelu('conv6', x, 128);
  x = build.dropout('dropout1', x, 0.1);
  x = collapse(build, 'conv7', x, 192);
  x = build.dropout('dropout2', along(build, x), 0.2);
  const logits = tf.layers
    .conv2d({ name: 'logits', filters: classes, kernelSize: 1 })
    .apply(x) as SymbolicTensor;
  return tf.model({ name: 'lines', inputs: input, outputs: logits });
}

function poolHeight(name: string, input: SymbolicTensor) {
  const layer = tf.layers.maxPooling2d({ name, poolSize: [2, 1], strides: [2, 1] });
  return layer.apply(input) as SymbolicTensor;
}

/** One convolution over all of the height that is left. */
function collapse(build: LayerBuilder, name: string, input: SymbolicTensor, filters: number) {
  const kernelSize = [input.shape[1]!, 1] as const;
  const convolved = build.conv(name, input, filters, { kernelSize, padding: 'valid' });
  return build.relu(`${name}_relu`, build.normalise(`${name}_bn`, convolved));
}

function residual(build: LayerBuilder, name: string, input: SymbolicTensor, filters: number) {
  const convolved = build.conv(`${name}_conv`, input, filters, { kernelSize: [1, 7] });
  const changed = build.normalise(`${name}_bn`, convolved);
  const both = tf.layers.add({ name: `${name}_add` }).apply([changed, input]) as SymbolicTensor;
  return build.relu(`${name}_relu`, both);
}
