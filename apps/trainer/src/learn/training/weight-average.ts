import type { LayersModel, Tensor, Variable } from '@tensorflow/tfjs-node';
import { tf } from '../../tensorflow.js';

/**
 * An exponential moving average of a network's weights, batch-norm statistics included: steadier than
 * the last step's weights (Polyak averaging).
 */
export class WeightAverage {
  private readonly averages: Variable[];
  private updates = 0;

  constructor(
    private readonly model: LayersModel,
    private readonly decay: number,
  ) {
    this.averages = model.weights.map((weight) => tf.variable(weight.read(), false));
  }

  update(): void {
    this.updates++;
    // Early on the average follows quickly, so that it doesn't remember the random start.
    const decay = Math.min(this.decay, (1 + this.updates) / (10 + this.updates));
    tf.tidy(() => {
      this.model.weights.forEach((weight, index) => {
        const average = this.averages[index]!;
        average.assign(average.mul(decay).add(weight.read().mul(1 - decay)));
      });
    });
  }

  /** Runs with the averaged weights in the model, and puts the model's own back. */
  async during<T>(action: () => Promise<T>): Promise<T> {
    const own = this.model.weights.map((weight) => weight.read().clone());
    this.model.weights.forEach((weight, index) => weight.write(this.averages[index]!));
    try {
      return await action();
    } finally {
      this.model.weights.forEach((weight, index) => weight.write(own[index]!));
      tf.dispose(own);
    }
  }

  tensors(): Tensor[] {
    return this.averages;
  }

  restore(tensors: Tensor[], updates: number): void {
    this.averages.forEach((average, index) => average.assign(tensors[index]!));
    this.updates = updates;
  }

  get updateCount(): number {
    return this.updates;
  }

  dispose(): void {
    tf.dispose(this.averages);
  }
}
