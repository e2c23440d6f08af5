import { GLYPH_PIXELS } from '@inkling/ink';
import type { LayersModel, SymbolicTensor, Tensor, Tensor2D } from '@tensorflow/tfjs-node';
import type { ForeignGlyphs } from '../../data/foreign.js';
import { glyphTensor } from '../../networks/glyph-input.js';
import { WHITENED } from '../../networks/whitened.js';
import { tf } from '../../tensorflow.js';

/** Of the mean variance, added to each: directions in which a class hardly varies would count for too much. */
const SHRINKAGE = 0.1;

const BATCH = 500;

/**
 * Sets the layer `whitened` so that glyphs of one class vary alike in all directions: a difference that
 * hands make all the time then counts for less than one that tells classes apart (within-class covariance
 * normalisation, Hatch, Kajarekar, Stolcke 2006). What the network reads stays as it is.
 *
 * Signs of many alphabets say best how hands differ: what a network was trained on varies least where it
 * was trained to be blind (docs/models.md).
 *
 * @param signs many classes of a few drawings each; none of them held out
 */
export function fitWhitening(model: LayersModel, signs: ForeignGlyphs): void {
  const layer = model.getLayer(WHITENED);
  tf.tidy(() => {
    const embeddings = embedSigns(model, layer.input as SymbolicTensor, signs);
    const [count, size] = embeddings.shape;
    const deviations = embeddings.sub(classMeans(embeddings, signs.names)) as Tensor2D;
    const covariance = deviations.matMul<Tensor2D>(deviations, true, false).div(count);
    const meanVariance = covariance.mul(tf.eye(size)).sum().div(size);
    const shrunk = covariance.add(tf.eye(size).mul(meanVariance.mul(SHRINKAGE))) as Tensor2D;
    const kernel = inverseSquareRoot(shrunk);
    const mean = embeddings.mean(0, true) as Tensor2D;
    layer.setWeights([kernel, mean.matMul(kernel).neg().reshape([size])]);
  });
}

/** What a network makes of signs at one of its values, `[signs, size]`. */
export function embedSigns(
  { inputs }: LayersModel,
  value: SymbolicTensor,
  { glyphs, names }: ForeignGlyphs,
): Tensor2D {
  const model = tf.model({ inputs, outputs: value });
  const parts: Tensor2D[] = [];
  for (let from = 0; from < names.length; from += BATCH) {
    const rows = Math.min(BATCH, names.length - from);
    const pixels = glyphs.subarray(from * GLYPH_PIXELS, (from + rows) * GLYPH_PIXELS);
    parts.push(tf.tidy(() => model.predict(glyphTensor(pixels, rows)) as Tensor2D));
  }
  return tf.concat(parts);
}

/** The mean of its class for each row. */
function classMeans(embeddings: Tensor2D, names: readonly string[]): Tensor {
  const classes = new Map([...new Set(names)].map((name, at) => [name, at]));
  const index = tf.tensor1d(
    names.map((name) => classes.get(name)!),
    'int32',
  );
  const sums = tf.unsortedSegmentSum(embeddings, index, classes.size);
  const counts = tf.unsortedSegmentSum(tf.ones([names.length, 1]), index, classes.size);
  return tf.gather(sums.div(counts), index);
}

/** Enough for a ratio of a thousand between the largest and the smallest variance. */
const STEPS = 24;

/** A^(-1/2) of a symmetric, positive matrix, by the coupled iteration of Newton and Schulz (Higham 2008, 6.35). */
export function inverseSquareRoot(matrix: Tensor2D): Tensor2D {
  return tf.tidy(() => {
    const size = matrix.shape[0];
    const norm = matrix.square().sum().sqrt();
    const identity = tf.eye(size);
    let root = matrix.div(norm) as Tensor2D;
    let inverse: Tensor2D = identity;
    for (let step = 0; step < STEPS; step++) {
      const change = identity.mul(3).sub(inverse.matMul(root)).div(2) as Tensor2D;
      root = root.matMul(change) as Tensor2D;
      inverse = change.matMul(inverse) as Tensor2D;
    }
    return inverse.div(norm.sqrt()) as Tensor2D;
  });
}
