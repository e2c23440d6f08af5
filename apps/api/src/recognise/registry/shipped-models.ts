import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CardOfNetwork, TrainedNetwork } from '@inkling/recognizer';
import { parseCard } from '@inkling/recognizer/card';
import type { ShippedModel } from './registry.repository.js';

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
export async function readShippedModel<N extends TrainedNetwork>(
  modelsDir: string,
  network: N,
): Promise<ShippedModel<CardOfNetwork[N]> | undefined> {
  const folder = path.join(modelsDir, network);
  const bytes = await readIfThere(path.join(folder, 'model.onnx'));
  const cardText = await readIfThere(path.join(folder, 'card.json'));
  if (!bytes && !cardText) return undefined;
  if (!bytes || !cardText) {
    throw new ShippedModelError(`${folder} needs both model.onnx and card.json`);
  }
  const card = readCard(network, path.join(folder, 'card.json'), cardText.toString('utf8'));
  const sha256 = sha256Of(bytes);
  if (card.file.sha256 !== sha256) {
    throw new ShippedModelError(`${folder}/model.onnx is not the file that its card describes`);
  }
  if (card.network !== network) {
    throw new ShippedModelError(`${folder}/card.json describes the network ${card.network}`);
  }
  return { network, card, sha256, bytes };
}

function readCard<N extends TrainedNetwork>(
  network: N,
  file: string,
  json: string,
): CardOfNetwork[N] {
  try {
    return parseCard(network, json);
  } catch (error) {
    throw new ShippedModelError(`${file}: ${(error as Error).message}`, { cause: error });
  }
}
