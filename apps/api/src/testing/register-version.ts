import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { registerVersion as addVersion, type Prisma, type PrismaClient } from '@inkling/store';
import type { LinesCard, ModelCard, TrainedNetwork } from '@inkling/recognizer';
import { parseCard } from '@inkling/recognizer/card';
import { changedModel } from './changed-model.mjs';
import { MODELS_DIR } from './test-app.js';

export interface VersionOptions {
  readonly network?: TrainedNetwork;
  readonly status?: 'candidate' | 'rejected' | 'retired';
  /** Decides the weights: versions of the same seed share a file. */
  readonly seed?: number;
  readonly card?: Partial<ModelCard> | Partial<LinesCard>;
  /** What is stored instead of the file that the hash stands for. */
  readonly storedBytes?: Uint8Array<ArrayBuffer>;
  /** Stored with the version's own hash, though it is no model. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly parentId?: string;
}

/** Adds a version as the trainer would: a network that reads nearly as the shipped one does. */
export async function registerVersion(
  prisma: PrismaClient,
  options: VersionOptions = {},
): Promise<{ id: string; version: number; sha256: string }> {
  const { network = 'digits', status = 'candidate', seed = 1 } = options;
  const folder = path.join(MODELS_DIR, network);
  const bytes =
    options.bytes ?? changedModel(await readFile(path.join(folder, 'model.onnx')), { seed });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const shipped = parseCard(network, await readFile(path.join(folder, 'card.json'), 'utf8'));
  // The shipped network's answers are not this one's.
  const { selfCheck: _, ...rest } = shipped;
  const card = { ...rest, file: { sha256, bytes: bytes.length }, ...options.card };
  await prisma.modelFile.createMany({
    data: [{ sha256, size: bytes.length, bytes: options.storedBytes ?? bytes }],
    skipDuplicates: true,
  });
  const registered = await prisma.$transaction((tx) =>
    addVersion(tx, {
      network,
      status,
      origin: 'trained',
      sha256,
      card: card as Prisma.InputJsonValue,
      parentId: options.parentId ?? null,
    }),
  );
  return { ...registered, sha256 };
}
