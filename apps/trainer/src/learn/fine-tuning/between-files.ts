import type { Network } from '@inkling/recognizer';
import { restoreNetwork } from '../../onnx/restore-network.js';
import { exportOnnx } from '../../onnx/export-onnx.js';
import { restoreWeights } from '../../onnx/restore-weights.js';
import { betweenWeights, readWeights, writeWeights } from './weights.js';

/**
 * The network at `share` of the straight line from one version's weights to another's.
 *
 * @returns an ONNX file
 * @throws Error when the files are not of one architecture
 */
export function betweenFiles(
  network: Network,
  from: Uint8Array,
  to: Uint8Array,
  share: number,
): Uint8Array {
  const model = restoreNetwork(network, from);
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
