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
  let architectures: typeof import('../networks/lines.js').LINES_ARCHITECTURES;
  let restoreLines: typeof import('./restore-network.js').restoreLines;
  let randomiseWeights: typeof import('./testing/random-weights.js').randomiseWeights;

  beforeAll(async () => {
    ({ tf } = await import('../tensorflow.js'));
    ({ exportSequenceOnnx } = await import('./export-onnx.js'));
    ({ LINES_ARCHITECTURES: architectures } = await import('../networks/lines.js'));
    ({ restoreLines } = await import('./restore-network.js'));
    ({ randomiseWeights } = await import('./testing/random-weights.js'));
  });

  const each = it.each(['convolutional', 'recurrent'] as const);

  each('writes a %s network that reads lines of any width as TensorFlow does', async (name) => {
    const model = architectures[name](3, CLASSES);
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

  each('writes a %s network that is read back as it was', (name) => {
    const model = architectures[name](3, CLASSES);
    randomiseWeights(model, 5);
    const file = exportSequenceOnnx(model);
    const restored = restoreLines(file, CLASSES);
    expect(restored.layers.map((layer) => layer.getClassName())).toEqual(
      model.layers.map((layer) => layer.getClassName()),
    );
    // Jest compares millions of bytes for many seconds.
    expect(Buffer.compare(exportSequenceOnnx(restored), file)).toBe(0);
    model.dispose();
    restored.dispose();
  });

  it('refuses what is no such network', () => {
    const input = tf.input({ shape: [28, 28, 1] });
    const output = tf.layers.conv2d({ filters: 4, kernelSize: 3 }).apply(input);
    const model = tf.model({ inputs: input, outputs: output as never });
    expect(() => exportSequenceOnnx(model)).toThrow('[null,32,null,1]');
    model.dispose();
  });
});
