import { beforeAll, expect, it } from '@jest/globals';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';

describeWithTensorflow('mixWeights', () => {
  let tf: typeof import('@tensorflow/tfjs-node');
  let mixWeights: typeof import('./mix-weights.js').mixWeights;

  beforeAll(async () => {
    ({ tf } = await import('../../tensorflow.js'));
    ({ mixWeights } = await import('./mix-weights.js'));
  });

  it('goes so far from what was first to what was trained', () => {
    const input = tf.input({ shape: [2] });
    const output = tf.layers.dense({ units: 1 }).apply(input);
    const model = tf.model({ inputs: input, outputs: output as never });
    model.setWeights([tf.tensor2d([[4], [8]]), tf.tensor1d([2])]);
    const first = [tf.tensor2d([[0], [4]]), tf.tensor1d([6])];
    mixWeights(model, first, 0.25);
    expect(model.getWeights().map((weight) => [...weight.dataSync()])).toEqual([[1, 5], [5]]);
    mixWeights(model, first, 1);
    expect(model.getWeights().map((weight) => [...weight.dataSync()])).toEqual([[1, 5], [5]]);
    model.dispose();
  });
});
