import type { LayersModel } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';

/** The layer that makes what memory compares of a network's embedding, see `fitWhitening`. */
export const WHITENED = 'whitened';

/** The same network with its embedding as it is, as the first ones were shipped; takes over its layers. */
export function unwhitened(model: LayersModel): LayersModel {
  const whitened = model.getLayer(WHITENED);
  const embedding = whitened.input as (typeof model.outputs)[number];
  whitened.dispose();
  const { name, inputs } = model;
  return tf.model({ name, inputs, outputs: [model.outputs[0]!, embedding] });
}
