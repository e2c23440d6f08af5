import type { LayersModel, Tensor, Tensor3D } from '@tensorflow/tfjs-node';
import { editsBetween, textOfBestPath } from '@inkling/recognizer';
import type { LabelledLine } from '../../data/labelled-lines.js';
import { tf } from '../../tensorflow.js';
import { foldedLogits } from '../fine-tuning/folded-forward.js';
import type { LayerAdam } from '../fine-tuning/layer-adam.js';
import type { KeptMeasured, Lesson, StepResult } from '../fine-tuning/lesson.js';
import { mean } from '../fine-tuning/stopping.js';
import { ctcLoss, ctcLosses } from '../lines/ctc-loss.js';
import type { LineSample } from '../lines/line-sources.js';
import { batchOf, lineTensor, type LineBatch } from '../lines/line-task.js';
import { mixedLines, type LineBatchPlan } from './mixed-lines.js';

interface LineLesson {
  /** With the champion's weights. */
  readonly model: LayersModel;
  readonly characters: readonly string[];
  readonly corrections: readonly LabelledLine[];
  readonly replay: readonly LabelledLine[];
  /** For early stopping. */
  readonly kept: {
    readonly corrections: readonly LabelledLine[];
    readonly replay: readonly LabelledLine[];
  };
  readonly plan: LineBatchPlan;
}

/** Corrected lines among replayed ones, by CTC, with batch norm as it serves. */
export const lineLesson = (of: LineLesson): Lesson => ({
  stepsPerEpoch: of.plan.steps,
  *steps(seed) {
    const { model, corrections, replay, plan, characters } = of;
    for (const lines of mixedLines(corrections, replay, plan, seed)) {
      const batch = batchOf(lines, characters);
      yield (optimizer, rate, step) =>
        trainLines(model, optimizer, batch, lines, characters, rate, step);
    }
  },
  measureKept: () => measureKept(of),
});

/** `[batch, steps, classes]` */
const logitsOf = (model: LayersModel, batch: LineBatch): Tensor3D =>
  foldedLogits(model, lineTensor(batch)).squeeze([1]) as Tensor3D;

/** One step of gradient descent; leaves no tensor behind. */
function trainLines(
  model: LayersModel,
  optimizer: LayerAdam,
  batch: LineBatch,
  lines: readonly LineSample[],
  characters: readonly string[],
  learningRate: number,
  step: number,
): StepResult {
  return tf.tidy(() => {
    let logits: Tensor3D | undefined;
    const { value, grads } = tf.variableGrads(() => {
      logits = tf.keep(logitsOf(model, batch));
      return ctcLoss(logits, batch.texts, batch.steps);
    }, optimizer.variables);
    const loss = value.dataSync()[0]!;
    const texts = textsOf(logits!, batch, characters);
    logits!.dispose();
    // Before the weights take harm from it: they are what the last checkpoint says.
    if (Number.isFinite(loss)) optimizer.apply(grads, learningRate, step);
    return { loss, ...charactersRight(texts, lines), count: batch.count };
  });
}

/** The most probable class of each step, by lines. */
function textsOf(logits: Tensor, { steps }: LineBatch, characters: readonly string[]): string[] {
  const [, length] = logits.shape as [number, number, number];
  const best = logits.argMax(2).dataSync<'int32'>();
  return steps.map((ofLine, row) =>
    textOfBestPath(best.subarray(row * length, row * length + ofLine), characters),
  );
}

function charactersRight(texts: readonly string[], lines: readonly { readonly text: string }[]) {
  let [right, of] = [0, 0];
  lines.forEach(({ text }, at) => {
    of += text.length;
    right += Math.max(0, text.length - editsBetween(texts[at]!, text));
  });
  return { right, of };
}

const KEPT_BATCH = 16;

function measureKept({ model, characters, kept }: LineLesson): KeptMeasured {
  const corrections = measure(model, kept.corrections, characters);
  const replay = measure(model, kept.replay, characters);
  const isSome = kept.corrections.length > 0;
  return {
    errors: { corrections: corrections.errors, replay: replay.errors },
    figures: {
      keptError: isSome ? mean(corrections.errors) : null,
      keptAccuracy: isSome ? corrections.accuracy : null,
      replayError: mean(replay.errors),
      replayAccuracy: replay.accuracy,
    },
  };
}

/**
 * How improbable each text is, character by character: 1 less the geometric mean of its characters' probabilities,
 * which one line that nobody can read raises by no more than 1.
 */
function measure(
  model: LayersModel,
  lines: readonly LabelledLine[],
  characters: readonly string[],
) {
  const sorted = [...lines].sort((one, other) => one.strip.width - other.strip.width);
  const errors: number[] = [];
  let [right, of] = [0, 0];
  for (let from = 0; from < sorted.length; from += KEPT_BATCH) {
    const some = sorted.slice(from, from + KEPT_BATCH);
    const batch = batchOf(some, characters);
    const { losses, texts } = tf.tidy(() => {
      const logits = logitsOf(model, batch);
      return {
        losses: ctcLosses(logits, batch.texts, batch.steps).dataSync<'float32'>(),
        texts: textsOf(logits, batch, characters),
      };
    }) as unknown as { losses: Float32Array; texts: string[] };
    some.forEach(({ text }, at) => errors.push(1 - Math.exp(-losses[at]! / text.length)));
    const read = charactersRight(texts, some);
    right += read.right;
    of += read.of;
  }
  return { errors, accuracy: of === 0 ? 0 : right / of };
}
