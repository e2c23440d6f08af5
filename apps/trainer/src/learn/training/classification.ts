import type { Scalar } from '@tensorflow/tfjs-node';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import { tf } from '../../tensorflow.js';
import {
  augmentedBatches,
  epochSize,
  type Batch,
  type TrainingSources,
} from '../augmentation/training-set.js';
import { accuracy, glyphInput, type TrainingSettings, type TrainingTask } from './train.js';

/**
 * Telling the classes of `sources` apart, by cross-entropy.
 *
 * @param validation sets whose accuracy is told after each epoch
 */
export const classification = (
  sources: TrainingSources,
  validation: Readonly<Record<string, LabelledGlyphs>>,
  { batchSize, labelSmoothing }: Pick<TrainingSettings, 'batchSize' | 'labelSmoothing'>,
): TrainingTask<Batch> => ({
  stepsPerEpoch: Math.ceil(epochSize(sources) / batchSize),
  batches: (seed) => augmentedBatches(sources, batchSize, seed),
  input: glyphInput,
  loss([logits], { labels }) {
    const targets = tf.oneHot(tf.tensor1d(labels, 'int32'), sources.labels.length).toFloat();
    const loss = tf.losses.softmaxCrossEntropy(targets, logits!, undefined, labelSmoothing);
    return loss.asScalar() as Scalar;
  },
  validate: (model) =>
    Object.fromEntries(
      Object.entries(validation).map(([name, set]) => [name, accuracy(model, set)]),
    ),
});
