import type { LayersModel } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';

/** The layer that makes what memory compares of a network's embedding, see `fitWhitening`. */
export const WHITENED = 'whitened';

/** The same network with its embedding as it is, as the first ones were shipped. Shares the layers. */
export function unwhitened(model: LayersModel): LayersModel {
  const embedding = model.getLayer(WHITENED).input as (typeof model.outputs)[number];
  const { name, inputs } = model;
  return tf.model({ name, inputs, outputs: [model.outputs[0]!, embedding] });
}
