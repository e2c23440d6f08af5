import type { Strip } from '@inkling/ink';
import type { Tensor } from '@tensorflow/tfjs-node';
import { batchOf, lineTensor } from '../../learn/lines/line-task.js';
import { restoreLines } from '../../onnx/restore-network.js';
import { tf } from '../../tensorflow.js';

/**
 * What TensorFlow says of strips with the weights of an ONNX file.
 *
 * @param classes with the blank
 * @throws Error where the weights fit no architecture
 */
export function logitsByTensorflow(
  onnx: Uint8Array,
  classes: number,
  strips: readonly Strip[],
): Float32Array[] {
  const model = restoreLines(onnx, classes);
  try {
    return strips.map((strip) =>
      tf.tidy(() =>
        Float32Array.from(
          (
            model.predict(lineTensor(batchOf([{ text: '', strip }], []))) as Tensor
          ).dataSync<'float32'>(),
        ),
      ),
    );
  } finally {
    model.dispose();
  }
}
