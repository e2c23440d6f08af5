import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  LINES_NETWORK,
  NETWORKS,
  type LinesCard,
  type ModelCard,
  type Network,
} from '@inkling/recognizer';
import { parseLinesCard, parseModelCard } from '@inkling/recognizer/card';
import { createPrismaClient } from '../client.js';
import { importShipped, type ShippedModel } from '../registry/import-shipped.js';
import type { RegisteredNetwork } from '../registry/register-version.js';
import type { DatabaseContent } from './create-test-database.js';

const folderOf = (network: RegisteredNetwork): URL =>
  new URL(`../../../../models/${network}/`, import.meta.url);

export const readShippedModel = (network: Network): Promise<ShippedModel<ModelCard>> =>
  readShipped(network, parseModelCard);

export const readShippedLines = (): Promise<ShippedModel<LinesCard>> =>
  readShipped(LINES_NETWORK, parseLinesCard);

async function readShipped<C>(
  network: RegisteredNetwork,
  parse: (json: string) => C,
): Promise<ShippedModel<C>> {
  const bytes = Uint8Array.from(await readFile(new URL('model.onnx', folderOf(network))));
  const card = parse(await readFile(new URL('card.json', folderOf(network)), 'utf8'));
  return { network, card, sha256: createHash('sha256').update(bytes).digest('hex'), bytes };
}

/** Every network's base model as champion, as an API that was started there has left them. */
export const SHIPPED_MODELS: DatabaseContent = {
  name: 'shipped_models',
  fill: async (url) => {
    const prisma = createPrismaClient(url, { connections: 1 });
    try {
      for (const network of NETWORKS) await importShipped(prisma, await readShippedModel(network));
      await importShipped(prisma, await readShippedLines());
    } finally {
      await prisma.$disconnect();
    }
  },
};
