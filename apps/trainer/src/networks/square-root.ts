import type { Tensor } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';

/** Added before the root is taken: at 0 the root has no slope that a training could follow. */
export const ROOT_OFFSET = 1e-4;

/** The square root of each number, which may not be negative. */
export class SquareRoot extends tf.layers.Layer {
  static readonly className = 'SquareRoot';

  override computeOutputShape(shape: (number | null)[] | (number | null)[][]) {
    return shape;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const input = Array.isArray(inputs) ? inputs[0]! : inputs;
    return tf.tidy(() => input.add(ROOT_OFFSET).sqrt());
  }
}
