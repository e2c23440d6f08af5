import type { PrismaClient } from '../generated/client.js';
import type { TrainingQueue } from './training-queue.js';

/**
 * Brings rows into the queue that it lacks: written by a process that died before it could, while the
 * queue was away, or lost with it. One that is there already is left alone.
 *
 * @returns how many open rows there are
 */
export async function enqueueOrphans(prisma: PrismaClient, queue: TrainingQueue): Promise<number> {
  const open = await prisma.trainingJob.findMany({
    where: { status: { in: ['queued', 'running'] } },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  for (const { id } of open) await queue.enqueue(id);
  return open.length;
}
