import type { Network } from '@inkling/recognizer';
import type { LayersModel } from '@tensorflow/tfjs-node';
import { restoreWeights } from '../onnx/restore-weights.js';
import { createCharactersNetwork } from './characters.js';
import { createDigitsNetwork } from './digits.js';
import { createFirstCharactersNetwork } from './former/characters.js';
import { createFirstDigitsNetwork } from './former/digits.js';

type Architecture = (seed: number) => LayersModel;

/** The one that is trained now comes first; versions of the others are still served, fine-tuned and judged. */
const ARCHITECTURES: Readonly<Record<Network, readonly [Architecture, ...Architecture[]]>> = {
  digits: [createDigitsNetwork, createFirstDigitsNetwork],
  characters: [createCharactersNetwork, createFirstCharactersNetwork],
};

/** A network with random weights that follow from the seed. */
export const createNetwork = (network: Network, seed: number): LayersModel =>
  ARCHITECTURES[network][0](seed);

/**
 * The network of an ONNX file written by `exportOnnx`, whichever of its architectures that has.
 *
 * @param seed for dropout alone: every weight is the file's
 * @throws Error naming the misfits with the present architecture, when it fits none
 */
export function restoreNetwork(network: Network, onnx: Uint8Array, seed = 1): LayersModel {
  let misfit: unknown;
  for (const create of ARCHITECTURES[network]) {
    const model = create(seed);
    try {
      restoreWeights(model, onnx);
      return model;
    } catch (error) {
      model.dispose();
      misfit ??= error;
    }
  }
  throw misfit;
}
