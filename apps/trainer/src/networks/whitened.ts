import type { SymbolicTensor } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';
import type { LayerBuilder } from './layers.js';
import { SquareRoot } from './square-root.js';

/** The layer that makes what memory compares of what a network sees, see `fitWhitening`. */
export const WHITENED = 'whitened';

/** What a stage of a network makes of a picture, and the side of the fields that are seen as one. */
export interface Stage {
  /** `[n, height, width, channels]`, not negative. */
  readonly value: SymbolicTensor;
  readonly field: number;
}

/**
 * What several stages of a network see in each field of the picture, side by side: the square root of the mean, since of
 * two drawings of a sign one often has twice as much of something (power transform, Hu, Gripon, Pateux 2021).
 *
 * @returns `[n, numbers]`
 */
export function seenBy(build: LayerBuilder, stages: readonly Stage[]): SymbolicTensor {
  const parts = stages.map(({ value, field }, at) => {
    const name = `seen${at + 1}`;
    const pooled = build.averagePool(`${name}_pool`, value, field);
    const flat = tf.layers.flatten({ name: `${name}_flat` }).apply(pooled) as SymbolicTensor;
    return new SquareRoot({ name: `${name}_root` }).apply(flat) as SymbolicTensor;
  });
  return tf.layers.concatenate({ name: 'seen' }).apply(parts) as SymbolicTensor;
}
