import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { labelsOfNetwork, modelCardSchema, type Network } from '@inkling/recognition';
import type { ShippedModel } from './models.repository.js';

export const sha256Of = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** A shipped model that can't be used, and why. */
export class ShippedModelError extends Error {
  override readonly name = 'ShippedModelError';
}

async function readIfThere(file: string): Promise<Buffer<ArrayBuffer> | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * `model.onnx` and `card.json` of a network's folder; `undefined` when the folder has neither.
 *
 * @throws ShippedModelError when they don't belong together
 */
export async function readShippedModel(
  modelsDir: string,
  network: Network,
): Promise<ShippedModel | undefined> {
  const folder = path.join(modelsDir, network);
  const bytes = await readIfThere(path.join(folder, 'model.onnx'));
  const cardText = await readIfThere(path.join(folder, 'card.json'));
  if (!bytes && !cardText) return undefined;
  if (!bytes || !cardText) {
    throw new ShippedModelError(`${folder} needs both model.onnx and card.json`);
  }
  const card = modelCardSchema.safeParse(parseJson(cardText.toString('utf8')));
  if (!card.success) {
    const issue = card.error.issues[0];
    throw new ShippedModelError(
      `${folder}/card.json: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`,
    );
  }
  const sha256 = sha256Of(bytes);
  if (card.data.file.sha256 !== sha256) {
    throw new ShippedModelError(`${folder}/model.onnx is not the file that its card describes`);
  }
  const labels = labelsOfNetwork(network);
  if (card.data.network !== network || card.data.labels.join() !== labels.join()) {
    throw new ShippedModelError(`${folder}/card.json describes another network`);
  }
  return { network, card: card.data, sha256, bytes };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
