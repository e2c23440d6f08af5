import { GLYPH_PIXELS } from '@inkling/ink';
import type {
  AdamOptimizer,
  LayersModel,
  Scalar,
  Tensor,
  Tensor4D,
  Variable,
} from '@tensorflow/tfjs-node';
import type { LabelledGlyphs } from '../../data/glyph-sets.js';
import { glyphTensor } from '../../networks/glyph-input.js';
import { tf } from '../../tensorflow.js';
import { readCheckpoint, writeCheckpoint, type CheckpointHeader } from './checkpoint.js';
import { cosineLearningRate } from './schedule.js';
import { forwardInTraining } from './training-forward.js';
import { WeightAverage } from './weight-average.js';

export interface TrainingSettings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Decoupled, a step shrinks kernels by learning rate times this (Loshchilov and Hutter 2019). */
  readonly weightDecay: number;
  readonly labelSmoothing: number;
  readonly seed: number;
  /** What else decides what is learnt, such as data that are left out: a training goes on only with the same. */
  readonly lesson?: string;
}

export interface GlyphBatch {
  /** `[count, 28, 28, 1]`, 0..1. */
  readonly glyphs: Float32Array;
  readonly count: number;
}

/** The input of networks that read glyphs. */
export const glyphInput = ({ glyphs, count }: GlyphBatch): Tensor4D => glyphTensor(glyphs, count);

/** What a network is to learn. */
export interface TrainingTask<B> {
  readonly stepsPerEpoch: number;
  /** @param seed decides order and chance */
  batches(seed: number): Iterable<B>;
  /** What the network reads of a batch. */
  input(batch: B): Tensor4D;
  /**
   * One number, the smaller the better.
   *
   * @param outputs of the network
   */
  loss(outputs: readonly Tensor[], batch: B): Scalar;
  /** Figures on what is not trained on, by name, 0..1. */
  validate(model: LayersModel): Record<string, number>;
}

export interface Progress {
  readonly epoch: number;
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
  readonly samplesPerSecond: number;
  readonly etaSeconds: number;
}

export interface EpochResult {
  readonly epoch: number;
  readonly loss: number;
  readonly validation: Record<string, number>;
  /** Training time so far, earlier runs included. */
  readonly seconds: number;
}

export interface TrainingCallbacks {
  onProgress(progress: Progress): void;
  /** The model has the averaged weights while this runs. */
  onEpoch(result: EpochResult): Promise<void>;
}

const AVERAGE_DECAY = 0.998;
const PROGRESS_EVERY = 50;

/**
 * Trains a network from the weights it has, or on from the checkpoint in `folder`. When it returns, the
 * model has the averaged weights.
 *
 * @returns seconds of training, earlier runs included
 * @throws Error where the checkpoint is of another training, or when the loss is no longer finite
 */
export async function trainBase<B>(
  model: LayersModel,
  task: TrainingTask<B>,
  settings: TrainingSettings,
  folder: string,
  callbacks: TrainingCallbacks,
): Promise<number> {
  const { stepsPerEpoch } = task;
  const steps = stepsPerEpoch * settings.epochs;
  const optimizer = tf.train.adam(settings.learningRate);
  const average = new WeightAverage(model, AVERAGE_DECAY);
  const { lesson, ...numbers } = settings;
  const stored = { ...numbers, ...(lesson !== undefined && { lesson }) };

  let epoch = 0;
  let step = 0;
  let earlierSeconds = 0;
  const checkpoint = readCheckpoint(folder);
  if (checkpoint) {
    const { header, tensors } = checkpoint;
    const isOfSame = JSON.stringify(header.settings) === JSON.stringify(stored);
    // Other data seldom make as many steps.
    if (!isOfSame || header.step !== header.epoch * stepsPerEpoch) {
      tf.dispose([...tensors.values()]);
      throw new Error(
        `The checkpoint in ${folder} was made with other settings or data: ${JSON.stringify(header.settings)}. ` +
          'Use them again, name another folder with --checkpoints, or remove this one to start anew.',
      );
    }
    ({ epoch, step, seconds: earlierSeconds } = header);
    await restoreTrainingState(tensors, header.averageUpdates, model, average, optimizer);
    tf.dispose([...tensors.values()]);
  }

  const started = performance.now();
  const seconds = () => earlierSeconds + (performance.now() - started) / 1000;
  const firstStep = step;
  while (epoch < settings.epochs) {
    let lossSum = 0;
    let lossCount = 0;
    for (const batch of task.batches(settings.seed * 1000 + epoch)) {
      const rate = cosineLearningRate(step, steps, settings.learningRate, stepsPerEpoch / 4);
      // tfjs has no schedules; the rate is a plain field that every step reads.
      (optimizer as unknown as { learningRate: number }).learningRate = rate;
      const readLoss = step % PROGRESS_EVERY === 0;
      const loss = trainStep(model, optimizer, task, batch, step);
      shrinkKernels(model, rate * settings.weightDecay);
      average.update();
      step++;
      if (readLoss) {
        const value = (await loss.data())[0]!;
        if (!Number.isFinite(value)) throw new Error(`The loss is ${value} at step ${step}.`);
        lossSum += value;
        lossCount++;
        const stepsPerSecond = (step - firstStep) / ((performance.now() - started) / 1000);
        callbacks.onProgress({
          epoch: epoch + 1,
          step,
          steps,
          loss: value,
          samplesPerSecond: stepsPerSecond * settings.batchSize,
          etaSeconds: (steps - step) / stepsPerSecond,
        });
      }
      loss.dispose();
    }
    epoch++;
    await writeTrainingState(folder, model, average, optimizer, {
      epoch,
      step,
      seconds: seconds(),
      settings: stored,
    });
    await average.during(async () => {
      await callbacks.onEpoch({
        epoch,
        loss: lossSum / lossCount,
        validation: task.validate(model),
        seconds: seconds(),
      });
    });
  }
  model.weights.forEach((weight, index) => weight.write(average.tensors()[index]!));
  average.dispose();
  optimizer.dispose();
  return seconds();
}

async function writeTrainingState(
  folder: string,
  model: LayersModel,
  average: WeightAverage,
  optimizer: AdamOptimizer,
  state: Pick<CheckpointHeader, 'epoch' | 'step' | 'seconds' | 'settings'>,
): Promise<void> {
  const moments = await optimizer.getWeights();
  await writeCheckpoint(folder, { ...state, averageUpdates: average.updateCount }, [
    ...model.weights.map((weight) => ({
      name: `model/${weight.originalName}`,
      tensor: weight.read(),
    })),
    ...average.tensors().map((tensor, index) => ({
      name: `average/${model.weights[index]!.originalName}`,
      tensor,
    })),
    ...moments.map(({ name, tensor }) => ({ name: `optimizer/${name}`, tensor: tensor as Tensor })),
  ]);
  // The first one, the count of steps, is made for this call; the others are the optimizer's own.
  tf.dispose(moments[0]!.tensor);
}

async function restoreTrainingState(
  tensors: Map<string, Tensor>,
  averageUpdates: number,
  model: LayersModel,
  average: WeightAverage,
  optimizer: AdamOptimizer,
): Promise<void> {
  model.weights.forEach((weight) => weight.write(tensors.get(`model/${weight.originalName}`)!));
  average.restore(
    model.weights.map((weight) => tensors.get(`average/${weight.originalName}`)!),
    averageUpdates,
  );
  const prefix = 'optimizer/';
  const moments = [...tensors].filter(([name]) => name.startsWith(prefix));
  await optimizer.setWeights(
    moments.map(([name, tensor]) => ({ name: name.slice(prefix.length), tensor })),
  );
}

function trainStep<B>(
  model: LayersModel,
  optimizer: AdamOptimizer,
  task: TrainingTask<B>,
  batch: B,
  step: number,
): Tensor {
  return tf.tidy(() => {
    const input = task.input(batch);
    const trained = model.trainableWeights.map((weight) => weight.read() as Variable);
    const loss = () => task.loss(forwardInTraining(model, input, step), batch);
    return optimizer.minimize(loss, true, trained) as Tensor;
  });
}

function shrinkKernels(model: LayersModel, share: number): void {
  tf.tidy(() => {
    for (const weight of model.trainableWeights) {
      // Offsets and batch-norm scales are left alone, as usual.
      if (weight.originalName.endsWith('kernel')) weight.write(weight.read().mul(1 - share));
    }
  });
}

/** Share of glyphs that the network reads right, over all of its classes. */
export function accuracy(model: LayersModel, set: LabelledGlyphs): number {
  const batch = 500;
  let right = 0;
  for (let start = 0; start < set.count; start += batch) {
    const count = Math.min(batch, set.count - start);
    const read = tf.tidy(() => {
      const input = glyphTensor(
        set.glyphs.subarray(start * GLYPH_PIXELS, (start + count) * GLYPH_PIXELS),
        count,
      );
      const [logits] = model.predict(input) as Tensor[];
      return logits!.argMax(1).dataSync();
    });
    for (let at = 0; at < count; at++) if (read[at] === set.labels[start + at]) right++;
  }
  return right / set.count;
}
