import type { LINES_NETWORK, Network } from '@inkling/recognizer';
import { v7 as newId } from 'uuid';
import type { Prisma } from '../generated/client.js';
import { SERVICE_LOCK } from './promote-version.js';

/** A version that nobody has numbered yet. Its file is stored already, see `storeModelFile`. */
export type NewVersion = Pick<
  Prisma.ModelVersionUncheckedCreateInput,
  'status' | 'origin' | 'sha256' | 'card' | 'parentId' | 'fingerprint' | 'gate'
> & { readonly network: RegisteredNetwork };

/** Of which there are versions: those for single characters, and the one for lines. */
export type RegisteredNetwork = Network | typeof LINES_NETWORK;

/**
 * Adds a version to its network under the next number: the one way to number a version. To make it
 * champion, promote it in the same transaction.
 */
export async function registerVersion(
  tx: Prisma.TransactionClient,
  version: NewVersion,
): Promise<{ readonly id: string; readonly version: number }> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SERVICE_LOCK})`;
  const newest = await tx.modelVersion.aggregate({
    where: { network: version.network },
    _max: { version: true },
  });
  return tx.modelVersion.create({
    data: { ...version, id: newId(), version: (newest._max.version ?? 0) + 1 },
    select: { id: true, version: true },
  });
}
