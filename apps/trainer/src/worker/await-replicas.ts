import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { PrismaClient } from '@inkling/store';
import type { TrainedNetwork } from '@inkling/recognizer';

/** A replica without a sign of life for so long is not waited for; it swaps when it is back. */
const REPLICA_GONE_AFTER_MS = 10_000;
const LOOK_EVERY_MS = 300;

const servingSchema = z.partialRecord(z.string(), z.string());

/**
 * Waits until every API process that lives serves a version.
 *
 * @param signal ends the waiting
 * @returns how many did not, within the time
 */
export async function awaitReplicas(
  prisma: PrismaClient,
  network: TrainedNetwork,
  modelVersionId: string,
  withinMs: number,
  signal: AbortSignal,
): Promise<number> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const replicas = await prisma.$queryRaw<{ serving: unknown }[]>`
      SELECT serving FROM replica
      WHERE seen_at > now() - make_interval(secs => ${REPLICA_GONE_AFTER_MS / 1000})`;
    const behind = replicas.filter(
      ({ serving }) => servingSchema.safeParse(serving).data?.[network] !== modelVersionId,
    ).length;
    if (behind === 0 || performance.now() > deadline || signal.aborted) return behind;
    await wait(LOOK_EVERY_MS);
  }
}
