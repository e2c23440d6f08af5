import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { GLYPH_PIXELS, glyphFromStrokes, type Stroke } from '@inkling/ink';
import { NETWORKS } from '@inkling/recognizer';
import type { NamedTensorMap, Tensor, Variable } from '@tensorflow/tfjs-node';
import { describeWithTensorflow } from '../../onnx/testing/describe-with-tensorflow.js';

const root = new URL('../../../../../', import.meta.url);
const inks = JSON.parse(readFileSync(new URL('fixtures/unipen.json', root), 'utf8')) as {
  strokes: Stroke[];
}[];
const COUNT = 12;
const glyphs = new Float32Array(COUNT * GLYPH_PIXELS);
inks
  .slice(0, COUNT)
  .forEach(({ strokes }, at) => glyphs.set(glyphFromStrokes(strokes).glyph, at * GLYPH_PIXELS));

describeWithTensorflow('foldedLogits', () => {
  it.each(NETWORKS)('%s: gives the logits and gradients of the network itself', async (name) => {
    const { tf } = await import('../../tensorflow.js');
    const { restoreNetwork } = await import('../../onnx/restore-network.js');
    const { foldedLogits } = await import('./folded-forward.js');
    const model = restoreNetwork(name, readFileSync(new URL(`models/${name}/model.onnx`, root)));
    const input = tf.tensor4d(glyphs, [COUNT, 28, 28, 1]);

    const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
    const wrongLabels = tf.oneHot(tf.range(0, COUNT, 1, 'int32').mod(tf.scalar(10, 'int32')), 10);
    const gradientsOf = (logitsOf: () => Tensor) => {
      let logits: Tensor | undefined;
      const { grads } = tf.variableGrads(() => {
        logits = tf.keep(logitsOf());
        const first = logits.slice([0, 0], [COUNT, 10]);
        return tf.losses.softmaxCrossEntropy(wrongLabels, first).asScalar();
      }, variables);
      return { logits: logits!, grads };
    };
    const folded = gradientsOf(() => foldedLogits(model, input));
    const plain = gradientsOf(() => (model.apply(input, { training: false }) as Tensor[])[0]!);

    expect(furthest(folded.logits, plain.logits)).toBeLessThan(1e-3);
    expect(Object.keys(folded.grads).sort()).toEqual(Object.keys(plain.grads).sort());
    for (const [weight, gradient] of Object.entries<Tensor>(plain.grads)) {
      const largest = gradient.abs().max().dataSync()[0]!;
      const apart = furthest((folded.grads as NamedTensorMap)[weight]!, gradient);
      expect({ weight, apart: apart / (largest + 1e-6) < 1e-2 }).toEqual({ weight, apart: true });
    }
    model.dispose();
  });
});

const furthest = (a: Tensor, b: Tensor): number => a.sub(b).abs().max().dataSync()[0]!;
