import type { layers, Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';
import { lstm } from '../native/lstm.js';

interface Settings {
  readonly name: string;
  /** What each direction says a step. */
  readonly units: number;
  readonly seed: number;
}

type Shape = (number | null)[];

/**
 * Two LSTMs along a row, one from either end, side by side (Schuster and Paliwal 1997): `[n, 1, steps, inputs]` to
 * `[n, 1, steps, 2 · units]`. Weights of both directions lie together, as ONNX has them: `kernel`
 * `[2, inputs, 4 · units]`, `recurrent_kernel` `[2, units, 4 · units]`, `bias` `[2, 4 · units]`; gates input, forget, new
 * value, output.
 */
export class BidirectionalLstm extends tf.layers.Layer {
  static readonly className = 'BidirectionalLstm';
  readonly units: number;
  private readonly seed: number;
  private kernel!: layers.Layer['weights'][number];
  private recurrentKernel!: layers.Layer['weights'][number];
  private bias!: layers.Layer['weights'][number];

  constructor({ name, units, seed }: Settings) {
    super({ name });
    this.units = units;
    this.seed = seed;
  }

  override build(shape: Shape | Shape[]): void {
    const inputs = (shape as Shape).at(-1)!;
    const gates = 4 * this.units;
    const add = (
      name: string,
      sides: number[],
      initializer: ReturnType<typeof tf.initializers.zeros>,
    ) => this.addWeight(name, sides, 'float32', initializer);
    const spread = (of: number, seed: number) =>
      tf.initializers.randomUniform({
        minval: -Math.sqrt(1 / of),
        maxval: Math.sqrt(1 / of),
        seed,
      });
    this.kernel = add('kernel', [2, inputs, gates], spread(inputs, this.seed));
    this.recurrentKernel = add(
      'recurrent_kernel',
      [2, this.units, gates],
      spread(this.units, this.seed + 1),
    );
    this.bias = add('bias', [2, gates], tf.initializers.zeros());
    // At first everything is remembered (Jozefowicz et al. 2015).
    tf.tidy(() => {
      const ones = tf.ones([2, this.units]);
      const none = (gatesBeside: number) => tf.zeros([2, gatesBeside * this.units]);
      this.bias.write(tf.concat([none(1), ones, none(2)], 1));
    });
    super.build(shape);
  }

  override computeOutputShape(shape: Shape | Shape[]): Shape {
    return [...(shape as Shape).slice(0, -1), 2 * this.units];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    const input = Array.isArray(inputs) ? inputs[0]! : inputs;
    return tf.tidy(() => {
      const steps = tf.transpose(input.squeeze([1]) as Tensor3D, [1, 0, 2]);
      const kernels = tf.concat([this.kernel.read(), this.recurrentKernel.read()], 1).unstack();
      const biases = this.bias.read().unstack();
      const along = lstm(steps, kernels[0] as Tensor2D, biases[0] as Tensor1D);
      const back = lstm(steps.reverse(0), kernels[1] as Tensor2D, biases[1] as Tensor1D);
      const both = tf.concat([along, back.reverse(0)], 2);
      return tf.transpose(both, [1, 0, 2]).expandDims(1);
    });
  }

  override getConfig() {
    return { ...super.getConfig(), units: this.units, seed: this.seed };
  }
}
