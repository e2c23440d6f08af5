import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tensor } from '@tensorflow/tfjs-node';
import { z } from 'zod';
import { tf } from '../tensorflow.js';

const headerSchema = z.object({
  /** Epochs that are done. */
  epoch: z.int().min(0),
  step: z.int().min(0),
  averageUpdates: z.int().min(0),
  seconds: z.number().min(0),
  /** Training goes on only with the settings it began with. */
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
  tensors: z.array(z.object({ name: z.string(), shape: z.array(z.int()) })),
});
export type CheckpointHeader = z.infer<typeof headerSchema>;

/**
 * Writes tensors and their description; a crash in the middle leaves the former checkpoint whole.
 * The file: length of the header (uint32, little endian), the header as JSON, float32 data.
 */
export async function writeCheckpoint(
  folder: string,
  header: Omit<CheckpointHeader, 'tensors'>,
  tensors: readonly { name: string; tensor: Tensor }[],
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const full: CheckpointHeader = {
    ...header,
    tensors: tensors.map(({ name, tensor }) => ({ name, shape: tensor.shape })),
  };
  const json = Buffer.from(JSON.stringify(full));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const parts: Buffer[] = [length, json];
  for (const { tensor } of tensors) {
    // The optimizer counts its steps in an int32; everything is kept as float32.
    const values = Float32Array.from(await tensor.data());
    parts.push(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  }
  const path = join(folder, 'checkpoint.bin');
  writeFileSync(`${path}.new`, Buffer.concat(parts));
  renameSync(`${path}.new`, path);
}

/** The last checkpoint of a folder, or `undefined` where there is none. The caller disposes the tensors. */
export function readCheckpoint(
  folder: string,
): { header: CheckpointHeader; tensors: Map<string, Tensor> } | undefined {
  const path = join(folder, 'checkpoint.bin');
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  const headerLength = bytes.readUInt32LE(0);
  const header = headerSchema.parse(JSON.parse(bytes.subarray(4, 4 + headerLength).toString()));
  let offset = 4 + headerLength;
  const tensors = new Map<string, Tensor>();
  for (const { name, shape } of header.tensors) {
    const size = shape.reduce((product, side) => product * side, 1);
    const values = new Float32Array(
      Uint8Array.from(bytes.subarray(offset, offset + size * 4)).buffer,
    );
    tensors.set(name, tf.tensor(values, shape));
    offset += size * 4;
  }
  return { header, tensors };
}
