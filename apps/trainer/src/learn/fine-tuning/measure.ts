import { GLYPH_PIXELS } from '@inkling/ink';
import { softmax, type LabelledLogits } from '@inkling/recognizer';
import type { LayersModel } from '@tensorflow/tfjs-node';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import { glyphTensor } from '../../networks/glyph-input.js';
import { tf } from '../../tensorflow.js';
import { foldedLogits } from './folded-forward.js';

const BATCH = 250;

/** What a network says of a set, over all of its classes. */
export function logitsOf(
  model: LayersModel,
  { glyphs, count, labels }: LabelledGlyphs,
): LabelledLogits {
  const classes = (model.outputs[0]!.shape as number[])[1]!;
  const logits = new Float32Array(count * classes);
  for (let start = 0; start < count; start += BATCH) {
    const size = Math.min(BATCH, count - start);
    const pixels = glyphs.subarray(start * GLYPH_PIXELS, (start + size) * GLYPH_PIXELS);
    const read = tf.tidy(() =>
      foldedLogits(model, glyphTensor(pixels, size)).dataSync<'float32'>(),
    );
    logits.set(read, start * classes);
  }
  return { logits, classes, labels };
}

/** `[count, classes]`: the probabilities that belong to logits. */
export function probabilitiesOf({ logits, classes, labels }: LabelledLogits): Float32Array {
  const probabilities = new Float32Array(logits.length);
  for (let row = 0; row < labels.length; row++) {
    const own = logits.subarray(row * classes, (row + 1) * classes);
    probabilities.set(softmax(own), row * classes);
  }
  return probabilities;
}

/** Share read right, 0..1; 0 for an empty set. */
export function accuracyOf({ logits, classes, labels }: LabelledLogits): number {
  let right = 0;
  for (let row = 0; row < labels.length; row++) {
    const own = logits.subarray(row * classes, (row + 1) * classes);
    if (own.indexOf(Math.max(...own)) === labels[row]) right++;
  }
  return right / Math.max(1, labels.length);
}
