import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { newId, storeModelFile } from '@inkling/store';
import { changedModel } from '../../apps/api/src/testing/changed-model.mjs';

const fileOf = (network, name) =>
  fileURLToPath(new URL(`../../models/${network}/${name}`, import.meta.url));

/** Registers a really different network: the shipped weights, each a little changed. @returns its id */
export async function addSecondVersion(prisma, network) {
  const bytes = changedModel(await readFile(fileOf(network, 'model.onnx')));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  // What the shipped file computes of its card's glyphs, this one does not.
  const { selfCheck: _, ...card } = JSON.parse(
    await readFile(fileOf(network, 'card.json'), 'utf8'),
  );
  const id = newId();
  await prisma.$transaction(async (tx) => {
    await storeModelFile(tx, bytes);
    await tx.modelVersion.create({
      data: {
        id,
        network,
        version: 2,
        status: 'candidate',
        origin: 'trained',
        sha256,
        card: { ...card, file: { sha256, bytes: bytes.length } },
      },
    });
  });
  return id;
}
