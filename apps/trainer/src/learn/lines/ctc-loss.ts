import type { Scalar, Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-node';
import { tf } from '../../tensorflow.js';
import { backend, boolAttribute, typeAttribute } from '../../native/backend.js';
import { toInt64 } from '../../native/ops.js';

/** `ctcLosses`, a mean over the batch. */
export const ctcLoss = (...of: Parameters<typeof ctcLosses>): Scalar =>
  tf.tidy(
    () =>
      ctcLosses(...of)
        .mean()
        .asScalar() as Scalar,
  );

/**
 * How badly logits write some texts: minus the logarithm of the probability of each text over all ways to
 * write it along the line (connectionist temporal classification, Graves et al. 2006;
 * TensorFlow's own operation). A text that is too long for its steps adds nothing.
 *
 * @param logits `[batch, steps, classes]`, the blank last
 * @param texts classes of the characters of each, at least one
 * @param steps how many steps of each are of its line; absent: all
 * @returns one number a text, in nats
 * @throws Error for a text without a character
 */
export function ctcLosses(
  logits: Tensor3D,
  texts: readonly (readonly number[])[],
  steps?: readonly number[],
): Tensor1D {
  const [batch, length] = logits.shape;
  return tf.tidy(() => {
    const places = texts.flatMap((text, row) => text.map((_, at) => [row, at]));
    const indices = toInt64(tf.tensor2d(places, [places.length, 2], 'int32'));
    const values = tf.tensor1d(texts.flat(), 'int32');
    const lengths = tf.tensor1d([...(steps ?? texts.map(() => length))], 'int32');
    const attributes = [
      boolAttribute('preprocess_collapse_repeated', false),
      boolAttribute('ctc_merge_repeated', true),
      boolAttribute('ignore_longer_outputs_than_inputs', true),
      typeAttribute('T', 'TF_FLOAT'),
    ];
    const losses = tf.customGrad((timeMajor, save) => {
      const [loss, gradient] = backend().executeMultipleOutputs(
        'CTCLoss',
        attributes,
        [timeMajor as Tensor, indices, values, lengths],
        2,
      );
      const fits = tf.isFinite(loss!);
      (save as (tensors: Tensor[]) => void)([gradient!, fits]);
      return {
        value: tf.where(fits, loss!, tf.zerosLike(loss!)),
        gradFunc: (of, [ofLogits, fit]) =>
          tf.where(fit!.reshape([1, batch, 1]), ofLogits!.mul(of.reshape([1, batch, 1])), 0),
      };
    })(tf.transpose(logits, [1, 0, 2]));
    return losses.as1D();
  });
}
