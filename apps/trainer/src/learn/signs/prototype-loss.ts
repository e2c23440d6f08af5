import type { Scalar, Tensor } from '@tensorflow/tfjs-node';
import { tf } from '../../tensorflow.js';
import type { EpisodeSize } from './episodes.js';

/**
 * What a cosine similarity is multiplied with before softmax: near the beta of memory, so that also what is
 * told apart already has something to learn.
 */
const SHARPNESS = 6;

/**
 * How badly drawings are told apart by the mean of the others of each sign: cross-entropy over the cosine
 * similarities, as memory compares (prototypical networks, Snell, Swersky, Zemel 2017; each drawing is asked
 * in turn and left out of its own sign's mean).
 *
 * @param embeddings `[signs * drawings, size]`, sign by sign
 */
export function prototypeLoss(embeddings: Tensor, { signs, drawings }: EpisodeSize): Scalar {
  const size = embeddings.shape[1]!;
  const rows = unit(embeddings);
  const bySign = rows.reshape([signs, drawings, size]);
  const sums = bySign.sum(1, true);
  const toAll = rows.matMul(unit(sums.reshape([signs, size])), false, true);
  const own = bySign
    .mul(unit(sums.sub(bySign)))
    .sum(-1)
    .reshape([signs * drawings, 1]);
  const signOfRow = tf
    .range(0, signs * drawings, 1, 'int32')
    .floorDiv(tf.scalar(drawings, 'int32'));
  const isOwn = tf.oneHot(signOfRow as never, signs).toFloat();
  const similarities = toAll.mul(tf.scalar(1).sub(isOwn)).add(own.mul(isOwn));
  return tf.losses.softmaxCrossEntropy(isOwn, similarities.mul(SHARPNESS)).asScalar() as Scalar;
}

/** Each row of the last axis brought to length 1. */
const unit = (rows: Tensor): Tensor => rows.div(rows.square().sum(-1, true).add(1e-12).sqrt());
