import { GLYPH_PIXELS } from '@inkling/ink';
import type { LayersModel, Tensor2D } from '@tensorflow/tfjs-node';
import type { LabelledGlyphs } from '../data/glyph-sets.js';
import { tf } from '../tensorflow.js';
import { foldedLogits } from './folded-forward.js';

const BATCH = 250;

/** How a network reads a set, over all of its classes. */
export interface Measured {
  /** Mean negative log probability of the right label, in nats; 0 for an empty set. */
  readonly loss: number;
  /** Share read right; 0 for an empty set. */
  readonly accuracy: number;
}

export function measure(model: LayersModel, set: LabelledGlyphs): Measured {
  let loss = 0;
  let right = 0;
  inBatches(model, set, (logits, start, count) => {
    const labels = tf.tensor1d(set.labels.subarray(start, start + count), 'int32');
    const classes = logits.shape[1]!;
    const ofLabels = tf.oneHot(labels, classes).mul(tf.logSoftmax(logits)).sum();
    loss -= ofLabels.dataSync()[0]!;
    right += logits.argMax(1).equal(labels).sum().dataSync()[0]!;
  });
  const samples = Math.max(1, set.count);
  return { loss: loss / samples, accuracy: right / samples };
}

/** `[count, classes]`: the network's probabilities. */
export function probabilitiesOf(model: LayersModel, set: LabelledGlyphs): Float32Array {
  const classes = (model.outputs[0]!.shape as number[])[1]!;
  const probabilities = new Float32Array(set.count * classes);
  inBatches(model, set, (logits, start) => {
    probabilities.set(tf.softmax(logits).dataSync<'float32'>(), start * classes);
  });
  return probabilities;
}

function inBatches(
  model: LayersModel,
  { glyphs, count }: LabelledGlyphs,
  use: (logits: Tensor2D, start: number, count: number) => void,
): void {
  for (let start = 0; start < count; start += BATCH) {
    const size = Math.min(BATCH, count - start);
    tf.tidy(() => {
      const pixels = glyphs.subarray(start * GLYPH_PIXELS, (start + size) * GLYPH_PIXELS);
      const logits = foldedLogits(model, tf.tensor4d(pixels, [size, 28, 28, 1]));
      use(logits as Tensor2D, start, size);
    });
  }
}
