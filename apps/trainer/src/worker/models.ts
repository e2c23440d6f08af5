import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { PrismaClient } from '@inkling/store';
import type { Network } from '@inkling/recognizer';
import { parseModelCard } from '@inkling/recognizer/card';
import { readModelFolder } from '../judge/evaluation/model-folder.js';
import type { ModelBytes } from './job/job-folder.js';
import { UnrecoverableError } from './errors.js';

/**
 * A version with its file, checked against its hash.
 *
 * @throws UnrecoverableError when the file was pruned or is damaged
 */
export async function readVersion(prisma: PrismaClient, id: string): Promise<ModelBytes> {
  const { network, version, sha256, card, file } = await prisma.modelVersion.findUniqueOrThrow({
    where: { id },
    include: { file: { select: { bytes: true } } },
  });
  const name = `${network} ${version}`;
  if (!file.bytes) throw new UnrecoverableError(`The file of ${name} was removed to save room.`);
  if (createHash('sha256').update(file.bytes).digest('hex') !== sha256) {
    throw new UnrecoverableError(`The file of ${name} in the database is damaged.`);
  }
  return { onnx: file.bytes, card: parseModelCard(JSON.stringify(card)) };
}

/**
 * The shipped base that a version is or descends from: small losses of one training after another are
 * measured against it. The one in the folder of models where its row or file is gone.
 */
export async function readBase(
  prisma: PrismaClient,
  championId: string,
  modelsDir: string,
  network: Network,
): Promise<ModelBytes> {
  let id: string | null = championId;
  while (id !== null) {
    const row: { origin: string; parentId: string | null; file: { prunedAt: Date | null } } | null =
      await prisma.modelVersion.findUnique({
        where: { id },
        select: { origin: true, parentId: true, file: { select: { prunedAt: true } } },
      });
    if (row?.origin === 'shipped' && row.file.prunedAt === null) return readVersion(prisma, id);
    id = row?.parentId ?? null;
  }
  return readModelFolder(join(modelsDir, network));
}
