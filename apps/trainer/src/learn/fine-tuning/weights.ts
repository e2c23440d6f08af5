import type { LayersModel } from '@tensorflow/tfjs-node';
import { tf } from '../../tensorflow.js';

/** Weights outside of TensorFlow, by `layer/weight`; batch-norm statistics included. */
export type WeightValues = ReadonlyMap<string, Float32Array>;

export function readWeights(model: LayersModel): WeightValues {
  return new Map(
    // `name` gets a counter when another model in this process has the same layer; `originalName` does not.
    model.weights.map((weight) => [
      weight.originalName,
      Float32Array.from(weight.read().dataSync<'float32'>()),
    ]),
  );
}

export function writeWeights(model: LayersModel, values: WeightValues): void {
  for (const weight of model.weights) {
    const value = tf.tensor(values.get(weight.originalName)!, weight.shape as number[]);
    weight.write(value);
    value.dispose();
  }
}

/** The point at `share` of the straight line from one set of weights to another. */
export function betweenWeights(from: WeightValues, to: WeightValues, share: number): WeightValues {
  if (share === 1) return to;
  return new Map(
    [...to].map(([name, values]) => {
      const start = from.get(name)!;
      return [name, values.map((value, at) => start[at]! + share * (value - start[at]!))];
    }),
  );
}
