import { PEN_PATH_SIZE } from '@inkling/ink';
import { CHARACTER_LABELS } from '@inkling/recognizer';
import type { LayersModel, Scalar } from '@tensorflow/tfjs-node';
import { penTensor } from '../../networks/pen.js';
import { createRandom, shuffle } from '../../random.js';
import { tf } from '../../tensorflow.js';
import { withHabit } from '../augmentation/habits.js';
import type { InkSource } from '../augmentation/training-set.js';
import type { TrainingSettings, TrainingTask } from '../training/train.js';
import { rewrittenPath } from './rewritten-path.js';

export interface PenBatch {
  /** `[count, 6, 64]` */
  readonly paths: Float32Array;
  readonly labels: Int32Array;
  readonly count: number;
}

/**
 * Telling characters apart by the way they were written, by cross-entropy.
 *
 * @param validate figures on what is not trained on
 */
export function penTask(
  ink: readonly InkSource[],
  { batchSize, labelSmoothing }: Pick<TrainingSettings, 'batchSize' | 'labelSmoothing'>,
  validate: (model: LayersModel) => Record<string, number>,
): TrainingTask<PenBatch> {
  const shown = ink.flatMap((source) => Array<InkSource>(source.repeats).fill(source));
  return {
    stepsPerEpoch: Math.ceil(shown.length / batchSize),
    batches: (seed) => rewrittenBatches(shown, batchSize, seed),
    input: ({ paths, count }) => penTensor(paths, count),
    loss([logits], { labels }) {
      const targets = tf.oneHot(tf.tensor1d(labels, 'int32'), CHARACTER_LABELS.length).toFloat();
      const loss = tf.losses.softmaxCrossEntropy(targets, logits!, undefined, labelSmoothing);
      return loss.asScalar() as Scalar;
    },
    validate,
  };
}

/** All of the ink once, each drawn anew; the last batch is filled up from the front. */
function* rewrittenBatches(
  ink: readonly InkSource[],
  batchSize: number,
  seed: number,
): Generator<PenBatch> {
  const random = createRandom(seed);
  const order = Int32Array.from(ink, (_, at) => at);
  shuffle(order, random);
  for (let start = 0; start < order.length; start += batchSize) {
    const paths = new Float32Array(batchSize * PEN_PATH_SIZE);
    const labels = new Int32Array(batchSize);
    for (let slot = 0; slot < batchSize; slot++) {
      const { strokes, classIndex } = ink[order[(start + slot) % order.length]!]!;
      const habitual = withHabit(strokes, CHARACTER_LABELS[classIndex]!, random);
      paths.set(rewrittenPath(habitual, random), slot * PEN_PATH_SIZE);
      labels[slot] = classIndex;
    }
    yield { paths, labels, count: batchSize };
  }
}
