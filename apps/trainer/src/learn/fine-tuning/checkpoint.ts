import { join } from 'node:path';
import type { LayersModel, Tensor } from '@tensorflow/tfjs-node';
import { z } from 'zod';
import { readTensorFile, writeTensorFile } from '../training/tensor-file.js';
import { tf } from '../../tensorflow.js';
import type { LayerAdam } from './layer-adam.js';
import type { WeightValues } from './weights.js';

/** How one epoch went. */
export const epochResultSchema = z.object({
  /** From 1. */
  epoch: z.int().min(1),
  /** Mean loss of its batches, against softened targets. */
  loss: z.number(),
  /** Share of its batches' samples read right, 0..1. */
  accuracy: z.number(),
  /** Expected share of wrong answers to the corrections kept for early stopping; `null`: none kept. */
  keptError: z.number().nullable(),
  keptAccuracy: z.number().nullable(),
  /** The same of the replay kept for it. */
  replayError: z.number(),
  replayAccuracy: z.number(),
  /** Time spent on training so far, earlier runs included. */
  seconds: z.number(),
});
export type EpochResult = z.infer<typeof epochResultSchema>;

const stateSchema = z.object({
  /** See `fingerprint`. */
  fingerprint: z.string(),
  /** Whose weights count: the last one that was as good as the best (`isAsGood`). */
  bestEpoch: z.int().min(1),
  /** Of the epoch with the least expected error. */
  leastErrors: z.object({
    corrections: z.array(z.number()).readonly(),
    replay: z.array(z.number()).readonly(),
  }),
  /** One entry for each epoch that is done. */
  history: z.array(epochResultSchema).min(1),
});
export type TrainingState = z.infer<typeof stateSchema>;

export interface Checkpoint {
  readonly state: TrainingState;
  readonly current: WeightValues;
  readonly best: WeightValues;
}

const pathIn = (folder: string) => join(folder, 'fine-tuning.bin');

/** Writes the training's state after an epoch; a crash in the middle leaves the former one whole. */
export async function writeCheckpoint(
  folder: string,
  state: TrainingState,
  model: LayersModel,
  best: WeightValues,
  optimizer: LayerAdam,
): Promise<void> {
  const bestTensors = model.weights.map((weight) => ({
    name: `best/${weight.originalName}`,
    tensor: tf.tensor(best.get(weight.originalName)!, weight.shape as number[]),
  }));
  const current = model.weights.map((weight) => ({
    name: `current/${weight.originalName}`,
    tensor: weight.read(),
  }));
  const running = optimizer.state().map(({ name, tensor }) => ({ name: `adam/${name}`, tensor }));
  try {
    await writeTensorFile(pathIn(folder), state, [...current, ...bestTensors, ...running]);
  } finally {
    tf.dispose(bestTensors.map(({ tensor }) => tensor));
  }
}

/**
 * Takes a training up where its last checkpoint left it, the optimizer included; `undefined` where
 * there is none.
 *
 * @throws Error when the file is damaged, or of another fingerprint
 */
export function readCheckpoint(
  folder: string,
  wanted: string,
  optimizer: LayerAdam,
): Checkpoint | undefined {
  const read = readTensorFile(pathIn(folder), stateSchema);
  if (!read) return undefined;
  const { header: state, tensors } = read;
  try {
    if (state.fingerprint !== wanted) {
      throw new Error('it is of other data, another version or other parameters.');
    }
    optimizer.restore(startingWith('adam/', tensors));
    return {
      state,
      current: valuesOf(startingWith('current/', tensors)),
      best: valuesOf(startingWith('best/', tensors)),
    };
  } finally {
    tf.dispose([...tensors.values()]);
  }
}

function startingWith(prefix: string, tensors: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  const entries = [...tensors].filter(([name]) => name.startsWith(prefix));
  return new Map(entries.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

function valuesOf(tensors: ReadonlyMap<string, Tensor>): WeightValues {
  return new Map(
    [...tensors].map(([name, tensor]) => [name, Float32Array.from(tensor.dataSync<'float32'>())]),
  );
}
