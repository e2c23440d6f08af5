import type { Network } from '@inkling/recognizer';
import type { LayersModel } from '@tensorflow/tfjs-node';
import { createCharactersNetwork } from './characters.js';
import { createDigitsNetwork } from './digits.js';

/** A network with random weights that follow from the seed. */
export function createNetwork(network: Network, seed: number): LayersModel {
  return network === 'digits' ? createDigitsNetwork(seed) : createCharactersNetwork(seed);
}
