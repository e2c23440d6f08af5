import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { NETWORKS, type Network } from '@inkling/recognizer';
import { parseModelCard } from '@inkling/recognizer/card';
import { createPrismaClient } from '../client.js';
import { importShipped, type ShippedModel } from '../registry/import-shipped.js';
import type { DatabaseContent } from './create-test-database.js';

const folderOf = (network: Network): URL =>
  new URL(`../../../../models/${network}/`, import.meta.url);

export async function readShippedModel(network: Network): Promise<ShippedModel> {
  const bytes = Uint8Array.from(await readFile(new URL('model.onnx', folderOf(network))));
  const card = parseModelCard(await readFile(new URL('card.json', folderOf(network)), 'utf8'));
  return { network, card, sha256: createHash('sha256').update(bytes).digest('hex'), bytes };
}

/** Every network's base model as champion, as an API that was started there has left them. */
export const SHIPPED_MODELS: DatabaseContent = {
  name: 'shipped_models',
  fill: async (url) => {
    const prisma = createPrismaClient(url, { connections: 1 });
    try {
      for (const network of NETWORKS) await importShipped(prisma, await readShippedModel(network));
    } finally {
      await prisma.$disconnect();
    }
  },
};
