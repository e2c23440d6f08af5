import type { LayersModel, Tensor } from '@tensorflow/tfjs-node';
import { tf } from '../../tensorflow.js';

/**
 * Brings a network's weights back towards those that its training began from: the mean of both often keeps what
 * each is better at (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022).
 *
 * @param first in the order of `model.weights`
 * @param share of what was trained; 1 leaves it as it is
 */
export function mixWeights(model: LayersModel, first: readonly Tensor[], share: number): void {
  tf.tidy(() => {
    model.weights.forEach((weight, at) => {
      weight.write(
        weight
          .read()
          .mul(share)
          .add(first[at]!.mul(1 - share)),
      );
    });
  });
}
