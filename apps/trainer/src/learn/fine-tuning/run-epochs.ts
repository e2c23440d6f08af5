import { setImmediate } from 'node:timers/promises';
import { messageOf, type TrainingParameters } from '@inkling/contract';
import type { LayersModel } from '@tensorflow/tfjs-node';
import { cosineLearningRate } from '../training/schedule.js';
import {
  readCheckpoint,
  writeCheckpoint,
  type Checkpoint,
  type EpochResult,
  type TrainingState,
} from './checkpoint.js';
import type { FineTuningCallbacks } from './fine-tuning-input.js';
import { LayerAdam } from './layer-adam.js';
import type { Lesson } from './lesson.js';
import { ProgressReporter } from './progress.js';
import type { Recipe } from './recipe.js';
import { isAsGood, scoreOf, type KeptErrors } from './stopping.js';
import { betweenWeights, readWeights, writeWeights, type WeightValues } from './weights.js';

/** What of a recipe counts whatever is learnt. */
export type EpochsRecipe = Pick<
  Recipe,
  'stages' | 'pull' | 'epsilon' | 'warmUp' | 'interpolation' | 'patience'
>;

export interface EpochsInput {
  /** With the champion's weights. */
  readonly model: LayersModel;
  readonly lesson: Lesson;
  readonly parameters: TrainingParameters;
  readonly recipe: EpochsRecipe;
  readonly folder: string;
  readonly fingerprint: string;
}

/** Trains until the last epoch or an early stop; the model's own weights are then without meaning. */
export async function runEpochs(
  input: EpochsInput,
  callbacks: FineTuningCallbacks,
): Promise<{ state: TrainingState; best: WeightValues }> {
  const { model, lesson, parameters, recipe, folder } = input;
  const champion = readWeights(model);
  const optimizer = new LayerAdam(model, recipe);
  try {
    const steps = lesson.stepsPerEpoch * parameters.epochs;
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
      leastErrors: { corrections: [], replay: [] },
      history: [],
    };
    let seconds = state.history.at(-1)?.seconds ?? 0;
    while (!isOver(state, parameters.epochs, recipe.patience)) {
      const started = performance.now();
      const epoch = state.history.length + 1;
      const trained = await runEpoch(input, optimizer, epoch, steps, reporter);
      const current = readWeights(model);
      const offered = betweenWeights(champion, current, recipe.interpolation);
      writeWeights(model, offered);
      const { errors, figures } = lesson.measureKept();
      writeWeights(model, current);
      seconds += (performance.now() - started) / 1000;
      const result = { epoch, ...trained, ...figures, seconds };
      const counts = epoch === 1 || shallCount(errors, state.leastErrors);
      if (counts) best = offered;
      state = {
        ...state,
        bestEpoch: counts ? epoch : state.bestEpoch,
        leastErrors:
          epoch === 1 || scoreOf(errors) < scoreOf(state.leastErrors) ? errors : state.leastErrors,
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
  { lesson, parameters, recipe }: EpochsInput,
  optimizer: LayerAdam,
  epoch: number,
  steps: number,
  reporter: ProgressReporter,
): Promise<Pick<EpochResult, 'loss' | 'accuracy'>> {
  const { stepsPerEpoch } = lesson;
  let step = (epoch - 1) * stepsPerEpoch;
  let [loss, right, of] = [0, 0, 0];
  // Each epoch has a seed of its own, so that a resumed one sees the batches it would have seen.
  for (const take of lesson.steps(parameters.seed * 1009 + epoch)) {
    const rate = cosineLearningRate(
      step,
      steps,
      parameters.learningRate,
      Math.ceil(steps * recipe.warmUp),
    );
    step++;
    const result = take(optimizer, rate, step);
    if (!Number.isFinite(result.loss)) {
      throw new Error(
        `The loss is ${result.loss} at step ${step} of ${steps}. ` +
          `Try again with a learning rate below ${parameters.learningRate}.`,
      );
    }
    loss += result.loss;
    right += result.right;
    of += result.of;
    reporter.step({ epoch, step }, result, step === epoch * stepsPerEpoch);
    // Messages, a request to stop among them, are heard between steps.
    await setImmediate();
  }
  return { loss: loss / stepsPerEpoch, accuracy: right / of };
}

/** Replay alone would nearly always say to stop at once: without kept corrections the last epoch counts. */
const shallCount = (errors: KeptErrors, least: KeptErrors): boolean =>
  errors.corrections.length === 0 || isAsGood(errors, least);

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
    const reason = messageOf(error);
    log(`The checkpoint can't be used, training starts anew: ${reason}`);
    return undefined;
  }
}
