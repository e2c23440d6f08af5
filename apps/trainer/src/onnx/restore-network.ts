import type { Network } from '@inkling/recognizer';
import type { LayersModel } from '@tensorflow/tfjs-node';
import { ARCHITECTURES } from '../networks/create-network.js';
import { LINES_ARCHITECTURES } from '../networks/lines.js';
import { restoreWeights } from './restore-weights.js';

/**
 * The network of an ONNX file written by `exportOnnx`, whichever of its architectures that has.
 *
 * @param seed for dropout alone: every weight is the file's
 * @throws Error naming the misfits with the present architecture, when it fits none
 */
export function restoreNetwork(network: Network, onnx: Uint8Array, seed = 1): LayersModel {
  return firstThatFits(
    ARCHITECTURES[network].map((create) => () => create(seed)),
    onnx,
  );
}

/**
 * The same for networks that read lines.
 *
 * @param classes with the blank
 */
export function restoreLines(onnx: Uint8Array, classes: number, seed = 1): LayersModel {
  return firstThatFits(
    Object.values(LINES_ARCHITECTURES).map((create) => () => create(seed, classes)),
    onnx,
  );
}

function firstThatFits(
  architectures: readonly (() => LayersModel)[],
  onnx: Uint8Array,
): LayersModel {
  let misfit: unknown;
  for (const create of architectures) {
    const model = create();
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
