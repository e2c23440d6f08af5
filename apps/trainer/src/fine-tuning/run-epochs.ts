import { setImmediate } from 'node:timers/promises';
import type { TrainingParameters } from '@inkling/contract';
import type { LayersModel } from '@tensorflow/tfjs-node';
import type { LabelledGlyphs } from '../data/glyph-sets.js';
import { cosineLearningRate } from '../training/schedule.js';
import {
  readCheckpoint,
  writeCheckpoint,
  type Checkpoint,
  type EpochResult,
  type TrainingState,
} from './checkpoint.js';
import type { FineTuningCallbacks } from './fine-tune.js';
import { LayerAdam } from './layer-adam.js';
import { measure } from './measure.js';
import { mixedBatches, type BatchPlan, type Mixture } from './mixed-batches.js';
import { ProgressReporter } from './progress.js';
import type { Recipe } from './recipe.js';
import { trainStep } from './train-step.js';
import { betweenWeights, readWeights, writeWeights, type WeightValues } from './weights.js';

export interface EpochsInput {
  /** With the champion's weights. */
  readonly model: LayersModel;
  readonly mixture: Mixture;
  /** For early stopping. */
  readonly kept: { readonly corrections: LabelledGlyphs; readonly replay: LabelledGlyphs };
  readonly plan: BatchPlan;
  readonly parameters: TrainingParameters;
  readonly recipe: Recipe;
  readonly folder: string;
  readonly fingerprint: string;
}

/** Trains until the last epoch or an early stop; the model's own weights are then without meaning. */
export async function runEpochs(
  input: EpochsInput,
  callbacks: FineTuningCallbacks,
): Promise<{ state: TrainingState; best: WeightValues }> {
  const { model, plan, parameters, recipe, folder } = input;
  const champion = readWeights(model);
  const optimizer = new LayerAdam(model, recipe);
  try {
    const steps = plan.steps * parameters.epochs;
    const reporter = new ProgressReporter(
      { epochs: parameters.epochs, steps },
      callbacks.onProgress.bind(callbacks),
    );
    const checkpoint = resume(input, optimizer, callbacks);
    if (checkpoint) writeWeights(model, checkpoint.current);
    let best = checkpoint?.best ?? champion;
    let state: TrainingState = checkpoint?.state ?? {
      fingerprint: input.fingerprint,
      bestEpoch: 1,
      history: [],
    };
    let seconds = state.history.at(-1)?.seconds ?? 0;
    while (!isOver(state, parameters.epochs, recipe.patience)) {
      const started = Date.now();
      const epoch = state.history.length + 1;
      const trained = await runEpoch(input, optimizer, epoch, steps, reporter);
      const current = readWeights(model);
      const offered = betweenWeights(champion, current, recipe.interpolation);
      writeWeights(model, offered);
      const kept = measureKept(model, input.kept);
      writeWeights(model, current);
      seconds += (Date.now() - started) / 1000;
      const result = { epoch, ...trained, ...kept, seconds };
      const isBest = epoch === 1 || score(result) < score(state.history[state.bestEpoch - 1]!);
      if (isBest) best = offered;
      state = {
        ...state,
        bestEpoch: isBest ? epoch : state.bestEpoch,
        history: [...state.history, result],
      };
      await writeCheckpoint(folder, state, model, best, optimizer);
      await callbacks.onEpoch(result);
    }
    if (state.history.length < parameters.epochs) {
      callbacks.log(
        `Stopped after epoch ${state.history.length}: none was better since epoch ${state.bestEpoch}.`,
      );
    }
    return { state, best };
  } finally {
    optimizer.dispose();
  }
}

async function runEpoch(
  { model, mixture, plan, parameters, recipe }: EpochsInput,
  optimizer: LayerAdam,
  epoch: number,
  steps: number,
  reporter: ProgressReporter,
): Promise<Pick<EpochResult, 'loss' | 'accuracy'>> {
  let step = (epoch - 1) * plan.steps;
  let loss = 0;
  let right = 0;
  // Each epoch has a seed of its own, so that a resumed one sees the batches it would have seen.
  for (const batch of mixedBatches(mixture, plan, recipe, parameters.seed * 1009 + epoch)) {
    const rate = cosineLearningRate(
      step,
      steps,
      parameters.learningRate,
      Math.ceil(steps * recipe.warmUp),
    );
    step++;
    const result = trainStep(model, optimizer, batch, recipe.batchNorm, rate, step);
    if (!Number.isFinite(result.loss)) {
      throw new Error(
        `The loss is ${result.loss} at step ${step} of ${steps}. ` +
          `Try again with a learning rate below ${parameters.learningRate}.`,
      );
    }
    loss += result.loss;
    right += result.right;
    reporter.step({ epoch, step }, { ...result, count: batch.count }, step === epoch * plan.steps);
    // Messages, a request to stop among them, are heard between steps.
    await setImmediate();
  }
  return { loss: loss / plan.steps, accuracy: right / (plan.steps * plan.batchSize) };
}

function measureKept(model: LayersModel, { corrections, replay }: EpochsInput['kept']) {
  const onReplay = measure(model, replay);
  const onCorrections = corrections.count > 0 ? measure(model, corrections) : undefined;
  return {
    keptLoss: onCorrections?.loss ?? null,
    keptAccuracy: onCorrections?.accuracy ?? null,
    replayLoss: onReplay.loss,
    replayAccuracy: onReplay.accuracy,
  };
}

/** What the best epoch has least of: loss on corrections it hasn't seen, and on what it must not forget. */
const score = ({ keptLoss, replayLoss, epoch }: EpochResult): number =>
  // Replay alone would always say to stop at once: without kept corrections the last epoch counts.
  keptLoss === null ? -epoch : keptLoss + replayLoss;

const isOver = ({ history, bestEpoch }: TrainingState, epochs: number, patience: number) =>
  history.length >= epochs || (history.length > 0 && history.length - bestEpoch >= patience);

function resume(
  { folder, fingerprint }: EpochsInput,
  optimizer: LayerAdam,
  { log }: FineTuningCallbacks,
): Checkpoint | undefined {
  try {
    const checkpoint = readCheckpoint(folder, fingerprint, optimizer);
    if (checkpoint) log(`Goes on after epoch ${checkpoint.state.history.length}.`);
    return checkpoint;
  } catch (error) {
    // Whatever is wrong with the file, training anew is right, only slower.
    const reason = error instanceof Error ? error.message : String(error);
    log(`The checkpoint can't be used, training starts anew: ${reason}`);
    return undefined;
  }
}
