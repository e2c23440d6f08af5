import type { Network } from '@inkling/recognizer';
import type { LayersModel } from '@tensorflow/tfjs-node';
import { ARCHITECTURES } from '../networks/create-network.js';
import { restoreWeights } from './restore-weights.js';

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
