import { GLYPH_PIXELS } from '@inkling/ink';
import type { Network } from '@inkling/recognizer';
import type { LayersModel, Tensor } from '@tensorflow/tfjs-node';
import type { LabelledGlyphs } from '../../../data/glyph-sets.js';
import { restoreNetwork } from '../../../onnx/restore-network.js';
import { glyphTensor } from '../../../networks/glyph-input.js';
import { tf } from '../../../tensorflow.js';

const BATCH = 128;

/**
 * Glyphs that a network is to be misled by: each pixel is changed by `epsilon` in the direction in which
 * the loss grows (the fast gradient sign method of Goodfellow, Shlens, Szegedy: "Explaining and harnessing
 * adversarial examples", 2015), and kept within 0..1.
 *
 * @param onnx the network's file: its weights are known to whoever misleads it
 * @param allowed classes that may answer, the right ones among them
 * @returns `[count, 28, 28]`
 * @throws Error where the file's weights fit none of the network's architectures
 */
export function adversarialGlyphs(
  network: Network,
  onnx: Uint8Array,
  { glyphs, labels, count }: LabelledGlyphs,
  allowed: readonly number[],
  epsilon: number,
): Float32Array {
  const model = restoreNetwork(network, onnx);
  try {
    const changed = new Float32Array(glyphs.length);
    for (let from = 0; from < count; from += BATCH) {
      const rows = Math.min(BATCH, count - from);
      const start = from * GLYPH_PIXELS;
      const pixels = glyphs.subarray(start, start + rows * GLYPH_PIXELS);
      const right = Array.from(labels.subarray(from, from + rows), (label) =>
        allowed.indexOf(label),
      );
      changed.set(steppedAgainst(model, pixels, right, allowed, epsilon), start);
    }
    return changed;
  } finally {
    model.dispose();
  }
}

function steppedAgainst(
  model: LayersModel,
  pixels: Float32Array,
  right: readonly number[],
  allowed: readonly number[],
  epsilon: number,
): Float32Array {
  return tf.tidy(() => {
    const input = glyphTensor(pixels, right.length);
    const truth = tf.oneHot(tf.tensor1d([...right], 'int32'), allowed.length);
    const loss = (glyphs: Tensor) => {
      const [logits] = model.apply(glyphs, { training: false }) as Tensor[];
      const asked = tf.gather(logits!, tf.tensor1d([...allowed], 'int32'), 1);
      return tf.losses.softmaxCrossEntropy(truth, asked).asScalar();
    };
    const step = tf.grad(loss)(input).sign().mul(epsilon);
    return input.add(step).clipByValue(0, 1).dataSync<'float32'>() as Float32Array;
  });
}
