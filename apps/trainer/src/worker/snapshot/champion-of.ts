import type { Prisma } from '@inkling/store';
import { blockers } from '@inkling/store/training';
import type { TrainedNetwork } from '@inkling/recognizer';
import { UnrecoverableError } from '../errors.js';

/** @throws UnrecoverableError when none is in service */
export async function championOf(
  tx: Prisma.TransactionClient,
  network: TrainedNetwork,
): Promise<string> {
  const champion = await tx.modelVersion.findFirst({
    where: { network, status: 'champion' },
    select: { id: true },
  });
  if (champion) return champion.id;
  throw new UnrecoverableError(blockers.noModel(network).detail);
}
