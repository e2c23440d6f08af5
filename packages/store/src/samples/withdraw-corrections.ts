import type { Network } from '@inkling/recognizer';
import { v7 as newId } from 'uuid';
import type { Prisma } from '../generated/client.js';

/** The channel of NOTIFY on which replicas tell each other of changed samples. */
export const MEMORY_CHANNEL = 'memory_changed';

export interface WithdrawnSample {
  readonly id: string;
  readonly network: Network;
}

/**
 * Removes the corrections of these predictions, and their samples with them. The transaction has locked
 * the predictions; other replicas are told with its commit. The revisions stay: they say who and when,
 * and hold no ink.
 *
 * @param from the replica that asks, which need not be told
 */
export async function withdrawCorrections(
  tx: Prisma.TransactionClient,
  work: {
    readonly predictionIds: readonly string[];
    readonly byId: string;
    readonly from: string;
  },
): Promise<WithdrawnSample[]> {
  const predictionId = { in: [...work.predictionIds] };
  const corrections = await tx.correction.findMany({
    where: { predictionId },
    select: { sample: true },
    orderBy: { sampleId: 'asc' },
  });
  if (corrections.length === 0) return [];
  const samples = corrections.map(({ sample }) => sample);
  await tx.sampleRevision.createMany({
    data: samples.map(({ id, revision, label, reviewerLabel, status }) => ({
      ...{ id: newId(), sampleId: id, revision: revision + 1, change: 'taken back' },
      ...{ label, reviewerLabel, status, byId: work.byId },
    })),
  });
  await tx.sample.deleteMany({ where: { id: { in: samples.map(({ id }) => id) } } });
  await tx.prediction.updateMany({
    where: { id: predictionId },
    data: { corrected: false },
  });
  await announceSamples(tx, samples, work.from);
  return samples.map(({ id, network }) => ({ id, network: network as Network }));
}

/** Tells other replicas, with the commit, to read these samples anew. */
export async function announceSamples(
  tx: Prisma.TransactionClient,
  samples: readonly { readonly id: string; readonly network: string }[],
  from: string,
): Promise<void> {
  const news = samples.map(({ id, network }) => JSON.stringify({ sampleId: id, network, from }));
  await tx.$executeRaw`
    SELECT pg_notify(${MEMORY_CHANNEL}, news) FROM unnest(${news}::text[]) AS news`;
}
