import { join } from 'node:path';
import type { Tensor } from '@tensorflow/tfjs-node';
import { z } from 'zod';
import { readTensorFile, writeTensorFile } from './tensor-file.js';

const headerSchema = z.object({
  /** Epochs that are done. */
  epoch: z.int().min(0),
  step: z.int().min(0),
  averageUpdates: z.int().min(0),
  seconds: z.number().min(0),
  /** Training goes on only with the settings it began with. */
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type CheckpointHeader = z.infer<typeof headerSchema>;

const pathIn = (folder: string) => join(folder, 'checkpoint.bin');

/** Writes tensors and their description; a crash in the middle leaves the former checkpoint whole. */
export async function writeCheckpoint(
  folder: string,
  header: CheckpointHeader,
  tensors: readonly { name: string; tensor: Tensor }[],
): Promise<void> {
  await writeTensorFile(pathIn(folder), header, tensors);
}

/** The last checkpoint of a folder, or `undefined` where there is none. The caller disposes the tensors. */
export function readCheckpoint(
  folder: string,
): { header: CheckpointHeader; tensors: Map<string, Tensor> } | undefined {
  return readTensorFile(pathIn(folder), headerSchema);
}
