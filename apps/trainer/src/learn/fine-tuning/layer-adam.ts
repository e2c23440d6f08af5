import type { LayersModel, NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-node';
import { tf } from '../../tensorflow.js';
import { rateOfLayer, type Recipe } from './recipe.js';

const BETA1 = 0.9;
const BETA2 = 0.999;

interface Slot {
  /** `layer/weight`, the same in every process. */
  readonly name: string;
  readonly variable: Variable;
  readonly factor: number;
  readonly champion: Tensor;
  readonly mean: Variable;
  readonly square: Variable;
}

/**
 * Adam (Kingma and Ba 2015) with a learning rate of its own for each stage of a network, and a pull
 * towards the weights it began with (L2-SP), decoupled from the gradients as weight decay is in AdamW.
 * Weights of frozen stages take no part, so that no gradient is computed for them or below them.
 */
export class LayerAdam {
  private readonly slots: readonly Slot[];

  constructor(
    model: LayersModel,
    { stages, pull, epsilon }: Pick<Recipe, 'stages' | 'pull' | 'epsilon'>,
  ) {
    this.pull = pull;
    this.epsilon = epsilon;
    this.slots = model.layers.flatMap((layer) => {
      const factor = layer.trainableWeights.length > 0 ? rateOfLayer(stages, layer.name) : 0;
      if (factor === 0) return [];
      return layer.trainableWeights.map((weight): Slot => {
        const variable = weight.read() as Variable;
        return {
          name: weight.originalName,
          variable,
          factor,
          champion: variable.clone(),
          mean: zerosLike(variable),
          square: zerosLike(variable),
        };
      });
    });
    if (this.slots.length === 0) throw new Error('All stages of the recipe are frozen.');
  }

  private readonly pull: number;
  private readonly epsilon: number;

  get variables(): Variable[] {
    return this.slots.map(({ variable }) => variable);
  }

  /** @param step counted from 1 */
  apply(gradients: NamedTensorMap, learningRate: number, step: number): void {
    const meanCorrection = 1 / (1 - BETA1 ** step);
    const squareCorrection = 1 / (1 - BETA2 ** step);
    tf.tidy(() => {
      for (const { variable, factor, champion, mean, square } of this.slots) {
        const gradient = gradients[variable.name]!;
        mean.assign(mean.mul(BETA1).add(gradient.mul(1 - BETA1)));
        square.assign(square.mul(BETA2).add(gradient.square().mul(1 - BETA2)));
        const rate = learningRate * factor;
        const change = mean
          .mul(meanCorrection * rate)
          .div(square.mul(squareCorrection).sqrt().add(this.epsilon));
        const next = variable.sub(change);
        variable.assign(
          this.pull === 0 ? next : next.sub(variable.sub(champion).mul(rate * this.pull)),
        );
      }
    });
  }

  /** The running means, by name, for a checkpoint. They stay the optimizer's own. */
  state(): { name: string; tensor: Tensor }[] {
    return this.slots.flatMap(({ name, mean, square }) => [
      { name: `mean/${name}`, tensor: mean },
      { name: `square/${name}`, tensor: square },
    ]);
  }

  restore(state: ReadonlyMap<string, Tensor>): void {
    for (const { name, mean, square } of this.slots) {
      mean.assign(state.get(`mean/${name}`)!);
      square.assign(state.get(`square/${name}`)!);
    }
  }

  dispose(): void {
    tf.dispose(this.slots.flatMap(({ champion, mean, square }) => [champion, mean, square]));
  }
}

// A variable outlives the tidy, the tensor it is made of does not.
const zerosLike = (variable: Variable): Variable =>
  tf.tidy(() => tf.variable(tf.zerosLike(variable), false));
