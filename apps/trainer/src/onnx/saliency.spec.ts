import { expect, it } from '@jest/globals';
import { GLYPH_PIXELS, GLYPH_SIDE, glyphFromStrokes, type Stroke } from '@inkling/ink';
import { openSaliencySession } from '@inkling/recognizer';
import type { LayersModel, SymbolicTensor, Tensor, Tensor4D } from '@tensorflow/tfjs-node';
import { describeWithTensorflow } from './testing/describe-with-tensorflow.js';

const stroke: Stroke[] = [[[4, 4], [40, 4], [18, 60]]]; // prettier-ignore
const { glyph } = glyphFromStrokes(stroke);

/** One that something speaks for, in each of the networks below. */
const CLASS = 2;

describeWithTensorflow('openSaliencySession', () => {
  /** The network's file, and Grad-CAM as TensorFlow's own gradients give it. */
  async function compare(create: (seed: number) => LayersModel, lastMaps: string) {
    const { tf } = await import('../tensorflow.js');
    const { exportOnnx } = await import('./export-onnx.js');
    const { randomiseWeights } = await import('./testing/random-weights.js');
    const model = create(3);
    randomiseWeights(model, 3);
    const session = (await openSaliencySession(
      await import('onnxruntime-node'),
      exportOnnx(model),
    ))!;
    const [heat] = await session.run(glyph, [CLASS]);
    await session.release();
    const activation = tf.tidy(() => {
      const upTo = tf.model({
        inputs: model.inputs,
        outputs: model.getLayer(lastMaps).output as SymbolicTensor,
      });
      const maps = upTo.predict(tf.tensor4d(glyph, [1, 28, 28, 1])) as Tensor4D;
      const after = model.layers.slice(model.layers.indexOf(model.getLayer(lastMaps)) + 1);
      const score = (value: Tensor) => {
        let output = value;
        for (const layer of after) {
          // What makes the embedding.
          if (/^(seen|whitened)/.test(layer.name)) continue;
          output = layer.apply(output) as Tensor;
        }
        return output.gather([CLASS], 1).sum();
      };
      const gradient = tf.grad(score)(maps);
      return tf.relu(maps.mul(tf.mean(gradient, [1, 2], true)).sum(3));
    });
    const values = await activation.data();
    activation.dispose();
    model.dispose();
    return { heat: heat!, values };
  }

  it.each([
    ['digits', 0, 'conv6_relu', 9, 4],
    ['characters', 0, 'block5_relu', 9, 4],
    ['characters', 1, 'block5_relu', 9, 4],
    // Averages its maps: the class activation map.
    ['characters', 2, 'block3_relu', 3, 8],
  ] as const)(
    'agrees with TensorFlow: %s, architecture %d',
    async (network, at, lastMaps, start, step) => {
      const { ARCHITECTURES } = await import('../networks/create-network.js');
      const { heat, values } = await compare(ARCHITECTURES[network][at]!, lastMaps);
      expect(heat).toHaveLength(GLYPH_PIXELS);
      const highest = Math.max(...values);
      expect(highest).toBeGreaterThan(0);
      // Where the middle of what a value sees lies, the heat is that value.
      const side = Math.sqrt(values.length);
      values.forEach((value, place) => {
        const [row, column] = [Math.floor(place / side), place % side];
        const pixel = (start + row * step) * GLYPH_SIDE + start + column * step;
        expect(heat[pixel]).toBeCloseTo(value / highest, 4);
      });
    },
  );

  it('knows the first network for digits, which has pools', async () => {
    const { createFirstDigitsNetwork } = await import('../networks/former/digits.js');
    const { heat, values } = await compare(createFirstDigitsNetwork, 'conv5_relu');
    expect(values).toHaveLength(49);
    expect(Math.max(...heat)).toBe(1);
  });

  it('says nothing of a network whose shape it does not know', async () => {
    const { tf } = await import('../tensorflow.js');
    const { exportOnnx } = await import('./export-onnx.js');
    const input = tf.input({ shape: [28, 28, 1] });
    const flat = tf.layers.flatten().apply(input) as SymbolicTensor;
    const hidden = tf.layers.dense({ units: 8 }).apply(flat) as SymbolicTensor;
    const logits = tf.layers.dense({ units: 4 }).apply(hidden) as SymbolicTensor;
    const model = tf.model({ inputs: input, outputs: [logits, hidden] });
    const session = await openSaliencySession(await import('onnxruntime-node'), exportOnnx(model));
    model.dispose();
    // No convolution: the maps would be the glyph itself, which is an input and no output.
    expect(session).toBe(undefined);
  });
});
