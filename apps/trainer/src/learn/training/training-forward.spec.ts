import { beforeAll, expect, it } from '@jest/globals';
import type { LayersModel, Tensor, Tensor4D, Variable } from '@tensorflow/tfjs-node';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';

let tf: typeof import('@tensorflow/tfjs-node');
let LayerBuilder: typeof import('../../networks/layers.js').LayerBuilder;
let forwardInTraining: typeof import('./training-forward.js').forwardInTraining;

/** Every kind of layer but dropout, which is by other chances here. */
function createModel(): LayersModel {
  const build = new LayerBuilder(3);
  const input = tf.input({ shape: [28, 28, 1], name: 'glyph' });
  let x = build.pool('pool', build.convNormaliseRelu('first', input, 6));
  const beside = build.normalise('beside_bn', build.conv('beside', x, 8, { strides: 2 }));
  x = build.normalise('second_bn', build.conv('second', x, 8, { strides: 2 }));
  x = build.relu('sum_relu', tf.layers.add().apply([x, beside]) as typeof x);
  x = tf.layers.flatten().apply(x) as typeof x;
  const embedding = build.normalise('embedding', build.dense('features', x, 12, false));
  const outputs = [build.dense('logits', embedding, 10, true), embedding];
  return tf.model({ inputs: input, outputs });
}

/** One forward and backward pass: the logits, a gradient for each weight, the running statistics after it. */
function pass(forward: (model: LayersModel, input: Tensor4D) => Tensor[]) {
  const model = createModel();
  const input = tf.randomUniform([9, 28, 28, 1], 0, 1, 'float32', 7) as Tensor4D;
  const labels = tf.oneHot(tf.range(0, 9, 1, 'int32'), 10);
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  let logits: Tensor | undefined;
  const { grads } = tf.variableGrads(() => {
    logits = tf.keep(forward(model, input)[0]!);
    return tf.losses.softmaxCrossEntropy(labels, logits).asScalar();
  }, variables);
  const running = model.nonTrainableWeights.map((weight) => weight.read());
  return {
    logits: logits!,
    gradients: variables.map(({ name }) => grads[name]!),
    running,
  };
}

const furthest = (a: Tensor, b: Tensor): number => a.sub(b).abs().max().dataSync()[0]!;

describeWithTensorflow('forwardInTraining', () => {
  beforeAll(async () => {
    ({ tf } = await import('../../tensorflow.js'));
    ({ LayerBuilder } = await import('../../networks/layers.js'));
    ({ forwardInTraining } = await import('./training-forward.js'));
  });

  it('gives the values, gradients and running statistics of the model itself', () => {
    const native = pass((model, input) => forwardInTraining(model, input, 0));
    const plain = pass((model, input) => model.apply(input, { training: true }) as Tensor[]);
    expect(furthest(native.logits, plain.logits)).toBeLessThan(1e-3);
    expect(native.gradients).toHaveLength(plain.gradients.length);
    plain.gradients.forEach((gradient, at) => {
      const largest = gradient.abs().max().dataSync()[0]!;
      expect(furthest(native.gradients[at]!, gradient)).toBeLessThan(1e-2 * largest + 1e-6);
    });
    plain.running.forEach((statistic, at) => {
      // Of nine glyphs the variance of a dense layer differs by Bessel's eighth, of which a share of 0.03 counts.
      const largest = statistic.abs().max().dataSync()[0]!;
      expect(furthest(native.running[at]!, statistic)).toBeLessThan(1e-2 * largest);
    });
  });

  it('drops other values in every step, and the same ones in the same step', () => {
    const build = new LayerBuilder(3);
    const input = tf.input({ shape: [28, 28, 1], name: 'glyph' });
    const model = tf.model({ inputs: input, outputs: build.dropout('dropout', input, 0.3) });
    const ones = tf.ones([40, 28, 28, 1]) as Tensor4D;
    const [first, again, next] = [5, 5, 6].map((step) => forwardInTraining(model, ones, step)[0]!);
    expect(furthest(first!, again!)).toBe(0);
    expect(first!.equal(next!).mean().dataSync()[0]).toBeCloseTo(0.3 ** 2 + 0.7 ** 2, 1);
    expect(first!.equal(0).mean().dataSync()[0]).toBeCloseTo(0.3, 1);
    expect(first!.max().dataSync()[0]).toBeCloseTo(1 / 0.7, 4);
    expect(first!.mean().dataSync()[0]).toBeCloseTo(1, 1);
  });
});
