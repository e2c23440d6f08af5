import { setImmediate } from 'node:timers/promises';
import { messageOf } from '@inkling/contract';
import { GLYPH_PIXELS } from '@inkling/ink';
import type { Network, NetworkOutput } from '@inkling/recognizer';
import type { LayersModel, Tensor } from '@tensorflow/tfjs-node';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import { restoreNetwork } from '../../onnx/restore-network.js';
import { glyphTensor } from '../../networks/glyph-input.js';
import { tf } from '../../tensorflow.js';

const BATCH = 256;

/**
 * What TensorFlow says of glyphs with the weights of an ONNX file.
 *
 * @returns the problem in a sentence where the weights fit none of the network's architectures
 */
export async function readWithTensorflow(
  network: Network,
  onnx: Uint8Array,
  { glyphs, count }: Pick<LabelledGlyphs, 'glyphs' | 'count'>,
): Promise<NetworkOutput | { readonly problem: string }> {
  let model: LayersModel;
  try {
    model = restoreNetwork(network, onnx);
  } catch (error) {
    return { problem: messageOf(error) };
  }
  try {
    const [classes, size] = model.outputs.map(({ shape }) => shape[1]!) as [number, number];
    const logits = new Float32Array(count * classes);
    const embeddings = new Float32Array(count * size);
    for (let from = 0; from < count; from += BATCH) {
      const rows = Math.min(BATCH, count - from);
      const pixels = glyphs.subarray(from * GLYPH_PIXELS, (from + rows) * GLYPH_PIXELS);
      const [ofLogits, ofEmbeddings] = tf.tidy(() => {
        const input = glyphTensor(pixels, rows);
        const outputs = model.predict(input, { batchSize: rows }) as Tensor[];
        return outputs.map((output) => output.dataSync<'float32'>());
      }) as unknown as [Float32Array, Float32Array];
      logits.set(ofLogits, from * classes);
      embeddings.set(ofEmbeddings, from * size);
      // TensorFlow holds the thread: let a request to stop come through between batches.
      await setImmediate();
    }
    return { logits, embeddings };
  } finally {
    model.dispose();
  }
}
