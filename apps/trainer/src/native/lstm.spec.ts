import { beforeAll, expect, it } from '@jest/globals';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-node';
import { describeWithTensorflow } from '../onnx/testing/describe-with-tensorflow.js';

const [STEPS, BATCH, INPUTS, UNITS] = [4, 2, 3, 2];

describeWithTensorflow('lstm', () => {
  let tf: typeof import('@tensorflow/tfjs-node');
  let lstm: typeof import('./lstm.js').lstm;

  beforeAll(async () => {
    ({ tf } = await import('../tensorflow.js'));
    ({ lstm } = await import('./lstm.js'));
  });

  const input = () => tf.randomNormal([STEPS, BATCH, INPUTS], 0, 1, 'float32', 1) as Tensor3D;
  const kernel = () =>
    tf.randomNormal([INPUTS + UNITS, 4 * UNITS], 0, 0.8, 'float32', 2) as Tensor2D;
  const bias = () => tf.randomNormal([4 * UNITS], 0, 0.5, 'float32', 3) as Tensor1D;

  const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));

  /** As the equations have it, one number after the other. */
  function byHand(steps: number[][][], w: number[][], b: number[]): number[][][] {
    let cell = steps[0]!.map(() => new Array<number>(UNITS).fill(0));
    let said = cell;
    return steps.map((rows) => {
      const gates = rows.map((row, line) =>
        b.map((offset, column) =>
          [...row, ...said[line]!].reduce((sum, x, at) => sum + x * w[at]![column]!, offset),
        ),
      );
      cell = cell.map((of, line) =>
        of.map((kept, unit) => {
          const [enter, forget, value] = [0, 1, 2].map((g) => gates[line]![g * UNITS + unit]!);
          return sigmoid(forget!) * kept + sigmoid(enter!) * Math.tanh(value!);
        }),
      );
      said = cell.map((of, line) =>
        of.map((value, unit) => sigmoid(gates[line]![3 * UNITS + unit]!) * Math.tanh(value)),
      );
      return said;
    });
  }

  it('says what the equations say', () => {
    const wanted = byHand(input().arraySync(), kernel().arraySync(), bias().arraySync()).flat(2);
    const found = lstm(input(), kernel(), bias()).dataSync();
    wanted.forEach((value, at) => expect(found[at]).toBeCloseTo(value, 5));
  });

  it('has the gradient that the differences say', () => {
    const start: Tensor[] = [input(), kernel(), bias()];
    const weights = tf.randomNormal([STEPS, BATCH, UNITS], 0, 1, 'float32', 4);
    const value = (of: Tensor[]) =>
      lstm(of[0] as Tensor3D, of[1] as Tensor2D, of[2] as Tensor1D)
        .mul(weights)
        .sum();
    const gradients = tf.grads((...of: Tensor[]) => value(of))(start);
    start.forEach((tensor, which) => {
      const values = tensor.dataSync();
      const gradient = gradients[which]!.dataSync();
      for (let at = 0; at < values.length; at += 3) {
        const moved = (by: number) => {
          const other = Float32Array.from(values, (each, index) =>
            index === at ? each + by : each,
          );
          const all = start.map((each, index) =>
            index === which ? tf.tensor(other, tensor.shape) : each,
          );
          return value(all).dataSync()[0]!;
        };
        expect(gradient[at]).toBeCloseTo((moved(0.01) - moved(-0.01)) / 0.02, 2);
      }
    });
  });

  it('leaves no tensor behind', () => {
    const [x, w, b] = [input(), kernel(), bias()];
    const before = tf.memory().numTensors;
    lstm(x, w, b).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
