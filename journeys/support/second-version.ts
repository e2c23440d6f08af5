import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createPrismaClient, registerVersion, storeModelFile } from '@inkling/store';
import { changedModel } from '../../apps/api/src/testing/changed-model.mjs';

const fileOf = (name: string): URL => new URL(`../../models/digits/${name}`, import.meta.url);

/** Adds a version of digits as the trainer would, for an admin to promote: it reads nearly as the shipped one does. */
export async function addSecondVersion(
  databaseUrl: string,
): Promise<{ readonly id: string; readonly version: number }> {
  const bytes = changedModel(await readFile(fileOf('model.onnx')));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const shipped = JSON.parse(await readFile(fileOf('card.json'), 'utf8')) as object;
  // What the shipped network computes of its card's glyphs, this one does not.
  const card = { ...shipped, selfCheck: undefined, file: { sha256, bytes: bytes.length } };
  const prisma = createPrismaClient(databaseUrl, { connections: 1 });
  try {
    return await prisma.$transaction(async (tx) => {
      await storeModelFile(tx, bytes);
      return registerVersion(tx, {
        ...{ network: 'digits', status: 'candidate', origin: 'trained', sha256 },
        card: JSON.parse(JSON.stringify(card)),
      });
    });
  } finally {
    await prisma.$disconnect();
  }
}
