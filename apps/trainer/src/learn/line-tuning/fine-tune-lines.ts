import type { TrainingParameters } from '@inkling/contract';
import type { LinesCard } from '@inkling/recognizer';
import type { LabelledLine } from '../../data/labelled-lines.js';
import { exportSequenceOnnx } from '../../onnx/export-onnx.js';
import { restoreLines } from '../../onnx/restore-network.js';
import { createRandom, shuffle } from '../../random.js';
import type { FineTuningResult } from '../fine-tuning/fine-tune.js';
import type { FineTuningCallbacks } from '../fine-tuning/fine-tuning-input.js';
import { fingerprint } from '../fine-tuning/fingerprint.js';
import { keepGroups } from '../fine-tuning/look-alikes.js';
import { runEpochs } from '../fine-tuning/run-epochs.js';
import { writeWeights } from '../fine-tuning/weights.js';
import { lineLesson } from './line-lesson.js';
import { LINE_RECIPE, type LineRecipe } from './line-recipe.js';
import { planLineBatches } from './mixed-lines.js';

export interface LineTuningInput {
  /** The version that training starts from. */
  readonly start: { readonly onnx: Uint8Array; readonly card: LinesCard };
  /** Lines that people said; at least one. */
  readonly corrections: readonly LabelledLine[];
  /** The look-alike group of each. */
  readonly groups: Int32Array;
  /** Base lines against forgetting. */
  readonly replay: readonly LabelledLine[];
  readonly parameters: TrainingParameters;
  /** Holds the checkpoint; is made where it doesn't exist. */
  readonly checkpointFolder: string;
}

/** Replayed lines kept for early stopping: enough to notice forgetting, few enough to cost little. */
const KEPT_REPLAY = 150;

/**
 * Trains a network for lines further on corrections, mixed with replay, as `fineTune` does with glyphs: with
 * checkpoints that it goes on from, early stopping, and a result on the straight line to where it began.
 *
 * @throws Error when there is no correction that the network could write, when the file is of no known
 *   architecture, or when the loss is no longer finite
 */
export async function fineTuneLines(
  { start, corrections, groups, replay, parameters, checkpointFolder }: LineTuningInput,
  callbacks: FineTuningCallbacks,
  recipe: LineRecipe = LINE_RECIPE,
): Promise<FineTuningResult> {
  const { characters } = start.card;
  if (corrections.length === 0) throw new Error('The corrections must not be empty.');
  const unknown = corrections.find(({ text }) => [...text].some((c) => !characters.includes(c)));
  if (unknown) throw new Error(`The network has no class for all of "${unknown.text}".`);
  const parts = keepGroups(groups, recipe.keptShare, parameters.seed);
  const train = Array.from(parts.train, (row) => corrections[row]!);
  const kept = Array.from(parts.kept, (row) => corrections[row]!);
  const replayed = shuffled(replay, parameters.seed);
  const keptReplay = replayed.slice(0, Math.min(KEPT_REPLAY, Math.floor(replay.length / 4)));
  callbacks.log(
    `Training on ${train.length} lines and up to ${replay.length - keptReplay.length} replayed ones; ` +
      `${kept.length} lines and ${keptReplay.length} replayed ones are kept for early stopping.`,
  );
  const model = restoreLines(start.onnx, characters.length + 1, parameters.seed);
  try {
    const { state, best } = await runEpochs(
      {
        model,
        lesson: lineLesson({
          ...{ model, characters },
          corrections: train,
          replay: replayed.slice(keptReplay.length),
          kept: { corrections: kept, replay: keptReplay },
          plan: planLineBatches(train.length, parameters.batchSize, parameters.replayRatio),
        }),
        parameters,
        recipe,
        folder: checkpointFolder,
        fingerprint: fingerprint([
          ...[start.onnx, groups, parameters, recipe],
          ...[...corrections, ...replay].flatMap(({ text, strip }) => [{ text }, strip.values]),
        ]),
      },
      callbacks,
    );
    writeWeights(model, best);
    return {
      onnx: exportSequenceOnnx(model),
      epochs: state.history.length,
      bestEpoch: state.bestEpoch,
      history: state.history,
    };
  } finally {
    model.dispose();
  }
}

function shuffled<T>(all: readonly T[], seed: number): T[] {
  const order = Int32Array.from(all, (_, at) => at);
  shuffle(order, createRandom(seed));
  return Array.from(order, (at) => all[at]!);
}
