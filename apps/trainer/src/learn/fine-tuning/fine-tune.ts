import { labelsOfNetwork } from '@inkling/recognizer';
import { restoreNetwork } from '../../onnx/restore-network.js';
import { exportOnnx } from '../../onnx/export-onnx.js';
import type { EpochResult } from './checkpoint.js';
import { correctionTargets } from './correction-targets.js';
import type { FineTuningCallbacks, FineTuningInput } from './fine-tuning-input.js';
import { fingerprint } from './fingerprint.js';
import { glyphLesson } from './glyph-lesson.js';
import { prepareData } from './prepare.js';
import { RECIPES, type Recipe } from './recipe.js';
import { replayTargets } from './replay-targets.js';
import { runEpochs } from './run-epochs.js';
import { writeWeights } from './weights.js';

export interface FineTuningResult {
  /** The network with the weights of the best epoch. */
  readonly onnx: Uint8Array;
  /** Epochs that were trained; fewer than asked for after an early stop. */
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly history: readonly EpochResult[];
}

/**
 * Trains a champion further on corrections, mixed with replay. Goes on from the checkpoint in
 * `checkpointFolder` where there is one of the same data, champion, parameters and recipe: the result
 * is then what it would have been without the break. Between steps the event loop runs, so that a
 * process can be asked to stop.
 *
 * @param recipe what is fixed for the network, unless an experiment says otherwise
 * @throws Error naming what is wrong with the data, when the champion's file is of no
 *   known architecture, or when the loss is no longer finite
 */
export async function fineTune(
  input: FineTuningInput,
  callbacks: FineTuningCallbacks,
  recipe: Recipe = RECIPES[input.network],
): Promise<FineTuningResult> {
  const { network, champion, corrections, replay, parameters } = input;
  const data = prepareData(input, recipe);
  callbacks.log(
    `Training on ${data.corrections.count} corrections and up to ${data.replay.count} replayed ` +
      `samples; ${data.keptCorrections.count} corrections and ${data.keptReplay.count} replayed ` +
      'samples are kept for early stopping.',
  );
  const model = restoreNetwork(network, champion.onnx, parameters.seed);
  try {
    const mixture = {
      classes: labelsOfNetwork(network).length,
      corrections: data.corrections,
      correctionTargets: correctionTargets(
        model,
        network,
        data.corrections,
        data.tasks,
        recipe.labelSmoothing,
      ),
      replay: data.replay,
      replayTargets: replayTargets(model, data.replay, recipe.distillation),
    };
    const groups = input.groups ?? new Int32Array();
    const { state, best } = await runEpochs(
      {
        model,
        lesson: glyphLesson({
          ...{ model, mixture, recipe, plan: data.plan },
          kept: { corrections: data.keptCorrections, replay: data.keptReplay },
          temperature: champion.card.temperature,
        }),
        parameters,
        recipe,
        folder: input.checkpointFolder,
        fingerprint: fingerprint([
          champion.onnx,
          corrections.glyphs,
          corrections.labels,
          groups,
          input.tasks ?? [],
          replay.glyphs,
          replay.labels,
          parameters,
          recipe,
        ]),
      },
      callbacks,
    );
    writeWeights(model, best);
    return {
      onnx: exportOnnx(model),
      epochs: state.history.length,
      bestEpoch: state.bestEpoch,
      history: state.history,
    };
  } finally {
    model.dispose();
  }
}
