import type { LayersModel } from '@tensorflow/tfjs-node';
import { createRandom } from '../../random.js';
import { tf } from '../../tensorflow.js';

/**
 * Sets every weight to a random value, batch normalisation's averages included: with fresh weights
 * (zero offsets, means of 0, variances of 1) many mistakes of an exporter would stay unseen.
 */
export function randomiseWeights(model: LayersModel, seed: number): void {
  const random = createRandom(seed);
  for (const weight of model.weights) {
    const shape = weight.shape as number[];
    const size = shape.reduce((product, side) => product * side, 1);
    const inputs = size / shape.at(-1)!;
    const positive = /gamma|variance/.test(weight.originalName);
    const values = Float32Array.from({ length: size }, () => {
      if (positive) return random.between(0.5, 1.5);
      if (shape.length === 1) return random.between(-0.5, 0.5);
      return random.between(-1, 1) * Math.sqrt(3 / inputs);
    });
    const tensor = tf.tensor(values, shape, 'float32');
    weight.write(tensor);
    tensor.dispose();
  }
}
