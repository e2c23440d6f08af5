import type { Network } from '@inkling/recognizer';
import { createNetwork } from '../../networks/create-network.js';
import { exportOnnx } from '../../onnx/export-onnx.js';
import { restoreWeights } from '../../onnx/restore-weights.js';
import { betweenWeights, readWeights, writeWeights } from './weights.js';

/**
 * The network at `share` of the straight line from one version's weights to another's.
 *
 * @returns an ONNX file
 * @throws Error when a file is not of this architecture
 */
export function betweenFiles(
  network: Network,
  from: Uint8Array,
  to: Uint8Array,
  share: number,
): Uint8Array {
  // Every weight is replaced, so the seed says nothing.
  const model = createNetwork(network, 1);
  try {
    const [start, end] = [from, to].map((file) => {
      restoreWeights(model, file);
      return readWeights(model);
    });
    writeWeights(model, betweenWeights(start!, end!, share));
    return exportOnnx(model);
  } finally {
    model.dispose();
  }
}
