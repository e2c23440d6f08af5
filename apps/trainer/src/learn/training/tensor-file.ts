import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Tensor } from '@tensorflow/tfjs-node';
import { z } from 'zod';
import { tf } from '../../tensorflow.js';

const tensorsSchema = z.object({
  tensors: z.array(z.object({ name: z.string(), shape: z.array(z.int().min(0)) })),
});

/**
 * Writes tensors and a header; a crash in the middle leaves the former file whole.
 * The file: length of the header (uint32, little endian), the header as JSON, float32 data.
 */
export async function writeTensorFile(
  path: string,
  header: object,
  tensors: readonly { name: string; tensor: Tensor }[],
): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  const full = {
    ...header,
    tensors: tensors.map(({ name, tensor }) => ({ name, shape: tensor.shape })),
  };
  const json = Buffer.from(JSON.stringify(full));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const parts: Buffer[] = [length, json];
  for (const { tensor } of tensors) {
    // An optimizer may count its steps in an int32; everything is kept as float32.
    const values = Float32Array.from(await tensor.data());
    parts.push(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  }
  writeFileSync(`${path}.new`, Buffer.concat(parts));
  renameSync(`${path}.new`, path);
}

/**
 * Reads such a file, or gives `undefined` where there is none. The caller disposes the tensors.
 *
 * @throws Error when the file is damaged or its header is another one
 */
export function readTensorFile<T>(
  path: string,
  schema: z.ZodType<T>,
): { header: T; tensors: Map<string, Tensor> } | undefined {
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  const headerLength = bytes.readUInt32LE(0);
  const json: unknown = JSON.parse(bytes.subarray(4, 4 + headerLength).toString());
  const header = schema.parse(json);
  const shapes = tensorsSchema.parse(json).tensors.map(({ name, shape }) => {
    return { name, shape, size: shape.reduce((product, side) => product * side, 1) };
  });
  const wanted = 4 + headerLength + 4 * shapes.reduce((sum, { size }) => sum + size, 0);
  if (bytes.length !== wanted) {
    throw new Error(`${path} is damaged: it has ${bytes.length} bytes instead of ${wanted}.`);
  }
  let offset = 4 + headerLength;
  const tensors = new Map<string, Tensor>();
  for (const { name, shape, size } of shapes) {
    const values = new Float32Array(
      Uint8Array.from(bytes.subarray(offset, offset + size * 4)).buffer,
    );
    tensors.set(name, tf.tensor(values, shape));
    offset += size * 4;
  }
  return { header, tensors };
}
