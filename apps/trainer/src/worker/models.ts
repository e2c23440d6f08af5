import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { PrismaClient } from '@inkling/store';
import type { CardOfNetwork, TrainedNetwork } from '@inkling/recognizer';
import { parseCard } from '@inkling/recognizer/card';
import { readFolder } from '../judge/evaluation/model-folder.js';
import type { ModelBytes } from './job/model-files.js';
import { UnrecoverableError } from './errors.js';

/**
 * A version with its file, checked against its hash.
 *
 * @throws UnrecoverableError when the file was pruned or is damaged
 */
export async function readVersion<N extends TrainedNetwork>(
  prisma: PrismaClient,
  id: string,
  network: N,
): Promise<ModelBytes<CardOfNetwork[N]>> {
  const { version, sha256, card, file } = await prisma.modelVersion.findUniqueOrThrow({
    where: { id },
    include: { file: { select: { bytes: true } } },
  });
  const name = `${network} ${version}`;
  if (!file.bytes) throw new UnrecoverableError(`The file of ${name} was removed to save room.`);
  if (createHash('sha256').update(file.bytes).digest('hex') !== sha256) {
    throw new UnrecoverableError(`The file of ${name} in the database is damaged.`);
  }
  return { onnx: file.bytes, card: parseCard(network, JSON.stringify(card)) };
}

/**
 * The shipped base that a version is or descends from: small losses of one training after another are
 * measured against it. The one in the folder of models where its row or file is gone.
 */
export async function readBase<N extends TrainedNetwork>(
  prisma: PrismaClient,
  championId: string,
  modelsDir: string,
  network: N,
): Promise<ModelBytes<CardOfNetwork[N]>> {
  let id: string | null = championId;
  while (id !== null) {
    const row: { origin: string; parentId: string | null; file: { prunedAt: Date | null } } | null =
      await prisma.modelVersion.findUnique({
        where: { id },
        select: { origin: true, parentId: true, file: { select: { prunedAt: true } } },
      });
    if (row?.origin === 'shipped' && row.file.prunedAt === null)
      return readVersion(prisma, id, network);
    id = row?.parentId ?? null;
  }
  return readFolder(join(modelsDir, network), (json) => parseCard(network, json));
}
