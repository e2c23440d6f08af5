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
 * normalisation, Hatch, Kajarekar, Stolcke 2006). What the network reads stays as it is. Of values that lie side by side
 * each is whitened by itself; where they have more numbers together than the layer may give, it gives them along the
 * main axes of all signs (principal component analysis).
 *
 * Signs of many alphabets say best how hands differ: what a network was trained on varies least where it
 * was trained to be blind (docs/models.md).
 *
 * @param signs many classes of a few drawings each; none of them held out
 */
export function fitWhitening(model: LayersModel, signs: ForeignGlyphs): void {
  const layer = model.getLayer(WHITENED);
  const [inputs, units] = (layer.getWeights()[0] as Tensor2D).shape;
  tf.tidy(() => {
    const parts = partsOf(layer.input as SymbolicTensor).map((part) => {
      const embeddings = embedSigns(model, part, signs);
      const kernel = whitenerOf(embeddings, signs.names);
      return { embeddings, kernel, mean: embeddings.mean(0, true) as Tensor2D };
    });
    const whitened = parts.map(
      ({ embeddings, kernel, mean }) => embeddings.sub(mean).matMul(kernel) as Tensor2D,
    );
    const axes = units < inputs ? mainAxes(tf.concat(whitened, 1), units) : tf.eye(units);
    const split = tf.split(
      axes,
      parts.map(({ kernel }) => kernel.shape[0]),
    );
    const kernels = parts.map(({ kernel }, at) => kernel.matMul(split[at]!) as Tensor2D);
    const offsets = parts.map(({ mean }, at) => mean.matMul(kernels[at]!).neg());
    layer.setWeights([tf.concat(kernels, 0), tf.addN(offsets).reshape([units])]);
  });
}

/** What lies side by side in a value, or the value itself. */
function partsOf(value: SymbolicTensor): SymbolicTensor[] {
  const { sourceLayer, nodeIndex } = value;
  return sourceLayer.getClassName() === 'Concatenate'
    ? sourceLayer.inboundNodes[nodeIndex]!.inputTensors
    : [value];
}

/** What makes rows of one class vary alike in all directions, `[size, size]`. */
function whitenerOf(embeddings: Tensor2D, names: readonly string[]): Tensor2D {
  return tf.tidy(() => {
    const [count, size] = embeddings.shape;
    const deviations = embeddings.sub(classMeans(embeddings, names)) as Tensor2D;
    const covariance = deviations.matMul<Tensor2D>(deviations, true, false).div(count);
    const meanVariance = covariance.mul(tf.eye(size)).sum().div(size);
    const shrunk = covariance.add<Tensor2D>(tf.eye(size).mul(meanVariance.mul(SHRINKAGE)));
    return inverseSquareRoot(shrunk);
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

/** Turns of the iteration: the directions around the last axis need not be told apart. */
const TURNS = 20;

/**
 * The directions in which rows differ most, `[size, count]`, at right angles and of length 1, in no order: by orthogonal
 * iteration (Golub and Van Loan 2013, 8.2.4).
 *
 * @param rows with a mean of 0, `[rows, size]`
 */
export function mainAxes(rows: Tensor2D, count: number): Tensor2D {
  return tf.tidy(() => {
    const covariance = rows.matMul(rows, true, false);
    let axes = tf.randomNormal([rows.shape[1], count], 0, 1, 'float32', 1) as Tensor2D;
    for (let turn = 0; turn < TURNS; turn++) {
      axes = orthonormal(covariance.matMul(axes) as Tensor2D);
    }
    return axes;
  });
}

/** Columns that span the same, at right angles and of length 1. */
function orthonormal(columns: Tensor2D): Tensor2D {
  const [, count] = columns.shape;
  const products = columns.matMul(columns, true, false);
  const mean = products.mul(tf.eye(count)).sum().div(count);
  const scaled = products.div(mean).add(tf.eye(count).mul(1e-7)) as Tensor2D;
  const straight = columns.matMul(inverseSquareRoot(scaled));
  return straight.div(straight.square().sum(0, true).sqrt()) as Tensor2D;
}
