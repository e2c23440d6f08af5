import type { LayersModel, Scalar, Tensor } from '@tensorflow/tfjs-node';
import { glyphTensor } from '../../networks/glyph-input.js';
import { tf } from '../../tensorflow.js';
import { foldedLogits } from './folded-forward.js';
import type { LayerAdam } from './layer-adam.js';
import type { StepResult } from './lesson.js';
import type { MixedBatch } from './mixed-batches.js';
import type { Recipe } from './recipe.js';

/** One step of gradient descent by cross-entropy against the batch's targets; leaves no tensor behind. */
export function trainStep(
  model: LayersModel,
  optimizer: LayerAdam,
  batch: MixedBatch,
  batchNorm: Recipe['batchNorm'],
  learningRate: number,
  step: number,
): StepResult {
  return tf.tidy(() => {
    const { count, glyphs, labels } = batch;
    const input = glyphTensor(glyphs, count);
    const targets = tf.tensor2d(batch.targets, [count, batch.targets.length / count]);
    let answers: Tensor | undefined;
    const { value, grads } = tf.variableGrads(() => {
      const logits =
        batchNorm === 'inference'
          ? foldedLogits(model, input)
          : (model.apply(input, { training: true }) as Tensor[])[0]!;
      answers = tf.keep(logits.argMax(1));
      return tf.losses.softmaxCrossEntropy(targets, logits).asScalar() as Scalar;
    }, optimizer.variables);
    const loss = value.dataSync()[0]!;
    const read = answers!.dataSync<'int32'>();
    const right = read.reduce((sum, label, at) => sum + (label === labels[at] ? 1 : 0), 0);
    answers!.dispose();
    // Before the weights take harm from it: they are what the last checkpoint says.
    if (Number.isFinite(loss)) optimizer.apply(grads, learningRate, step);
    return { loss, right, of: count, count };
  });
}
