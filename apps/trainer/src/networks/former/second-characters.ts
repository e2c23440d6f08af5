import type { LayersModel } from '@tensorflow/tfjs-node';
import { tf } from '../../tensorflow.js';
import { charactersTrunk } from '../characters.js';
import { WHITENED } from '../whitened.js';

/**
 * What was shipped until 1 December 2026: as the present one, but for its embedding, which is made of the 128 numbers
 * that the logits are made of.
 */
export function createSecondCharactersNetwork(seed: number): LayersModel {
  const { build, input, embedding, logits } = charactersTrunk(seed);
  const outputs = [logits, build.fixed(WHITENED, embedding)];
  return tf.model({ name: 'characters', inputs: input, outputs });
}
