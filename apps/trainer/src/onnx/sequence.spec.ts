import { beforeAll, expect, it } from '@jest/globals';
import { STRIP_HEIGHT } from '@inkling/ink';
import { ONNX_LOGITS, ONNX_STRIP } from '@inkling/recognizer';
import type { Tensor } from '@tensorflow/tfjs-node';
import { createRandom } from '../random.js';
import { describeWithTensorflow } from './testing/describe-with-tensorflow.js';

const CLASSES = 11;

describeWithTensorflow('exportSequenceOnnx', () => {
  let tf: typeof import('@tensorflow/tfjs-node');
  let exportSequenceOnnx: typeof import('./export-onnx.js').exportSequenceOnnx;
  let createLinesNetwork: typeof import('../networks/lines.js').createLinesNetwork;
  let randomiseWeights: typeof import('./testing/random-weights.js').randomiseWeights;

  beforeAll(async () => {
    ({ tf } = await import('../tensorflow.js'));
    ({ exportSequenceOnnx } = await import('./export-onnx.js'));
    ({ createLinesNetwork } = await import('../networks/lines.js'));
    ({ randomiseWeights } = await import('./testing/random-weights.js'));
  });

  it('writes a network that reads lines of any width as TensorFlow does', async () => {
    const model = createLinesNetwork(3, CLASSES);
    randomiseWeights(model, 5);
    const { InferenceSession, Tensor: OrtTensor } = await import('onnxruntime-node');
    const session = await InferenceSession.create(exportSequenceOnnx(model));
    const random = createRandom(2);
    for (const [count, width] of [
      [1, 40],
      [3, 137],
    ] as const) {
      const values = Float32Array.from({ length: count * STRIP_HEIGHT * width }, random.next);
      const wanted = tf.tidy(() =>
        (model.predict(tf.tensor4d(values, [count, STRIP_HEIGHT, width, 1])) as Tensor).dataSync(),
      );
      const strip = new OrtTensor('float32', values, [count, 1, STRIP_HEIGHT, width]);
      const { [ONNX_LOGITS]: logits } = await session.run({ [ONNX_STRIP]: strip });
      expect(logits!.dims).toEqual([count, Math.floor(width / 4), CLASSES]);
      const found = logits!.data as Float32Array;
      const spread = Math.max(...found) - Math.min(...found);
      expect(spread).toBeGreaterThan(0.01);
      const furthest = found.reduce((most, value, at) => {
        return Math.max(most, Math.abs(value - wanted[at]!));
      }, 0);
      expect(furthest).toBeLessThan(1e-4);
    }
    await session.release();
    model.dispose();
  });

  it('refuses what is no such network', () => {
    const input = tf.input({ shape: [28, 28, 1] });
    const output = tf.layers.conv2d({ filters: 4, kernelSize: 3 }).apply(input);
    const model = tf.model({ inputs: input, outputs: output as never });
    expect(() => exportSequenceOnnx(model)).toThrow('[null,32,null,1]');
    model.dispose();
  });
});
