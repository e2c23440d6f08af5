import { PEN_PATH_POINTS, PEN_PATH_VALUES } from '@inkling/ink';
import { CHARACTER_LABELS } from '@inkling/recognizer';
import type { LayersModel, SymbolicTensor, Tensor4D } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';
import { LayerBuilder } from './layers.js';

/** What the network takes of one path: its points as the height of a picture that is one pixel wide. */
export const PEN_INPUT_SHAPE = [PEN_PATH_POINTS, 1, PEN_PATH_VALUES] as const;

/**
 * A CNN along the path of the pen, six convolutions, 0.54 M parameters: what a picture does not show, the way a character was
 * written, tells some apart that look alike.
 * Input `[n, 64, 1, 6]`, see `penPathFromStrokes`; outputs `[n, 47]` logits and `[n, 128]` embedding.
 */
export function createPenNetwork(seed: number): LayersModel {
  const build = new LayerBuilder(seed);
  const along = (
    name: string,
    from: SymbolicTensor,
    filters: number,
    points: number,
    strides: number,
  ) => build.convNormaliseRelu(name, from, filters, { kernelSize: [points, 1], strides });
  const input = tf.input({ shape: [...PEN_INPUT_SHAPE], name: 'path' });
  let x = along('conv1', input, 64, 5, 1);
  x = along('conv2', x, 96, 5, 2);
  x = along('conv3', x, 128, 3, 1);
  x = build.dropout('dropout1', x, 0.1);
  x = along('conv4', x, 160, 3, 2);
  x = along('conv5', x, 192, 3, 1);
  x = along('conv6', x, 192, 3, 2);
  x = tf.layers.flatten({ name: 'flatten' }).apply(x) as SymbolicTensor;
  x = build.dropout('dropout2', x, 0.3);
  const embedding = build.normalise('embedding', build.dense('features', x, 128, false));
  const features = build.dropout('dropout3', build.relu('relu', embedding), 0.3);
  const logits = build.dense('logits', features, CHARACTER_LABELS.length, true);
  return tf.model({ name: 'pen', inputs: input, outputs: [logits, embedding] });
}

/** @param paths one after another as `penPathFromStrokes` gives them, each row's points side by side */
export const penTensor = (paths: Float32Array, count: number): Tensor4D =>
  tf.tidy(() =>
    tf
      .tensor3d(paths, [count, PEN_PATH_VALUES, PEN_PATH_POINTS])
      .transpose([0, 2, 1])
      .reshape([count, ...PEN_INPUT_SHAPE]),
  );
