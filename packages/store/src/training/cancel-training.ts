import { Prisma, type PrismaClient, type TrainingJob } from '../generated/client.js';
import { announceJob } from './events.js';
import { PATIENT } from '../patience.js';
import { nothing, type Alongside } from './request-training.js';
import { TRAINER_GONE_AFTER_MS } from './trainers.js';
import type { TrainingQueue } from './training-queue.js';

/**
 * Cancels a job: at once while nobody works on it; otherwise its trainer hears of the wish and ends it
 * within 2 s. A job whose version is in service already is completed, not cancelled. Again, or after the job's
 * end, it changes nothing.
 *
 * @param alongside what is to be written in the same transaction, where the job is changed
 * @returns the row afterwards; `undefined` when there is none
 */
export async function cancelTraining(
  prisma: PrismaClient,
  queue: TrainingQueue,
  { jobId, byId }: { readonly jobId: string; readonly byId?: string | undefined },
  alongside: Alongside = nothing,
): Promise<TrainingJob | undefined> {
  const row = await prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT FROM training_job WHERE id = ${jobId}::uuid FOR UPDATE`;
    const found = await tx.trainingJob.findUnique({ where: { id: jobId } });
    if (found?.status !== 'queued' && found?.status !== 'running') return found;
    const now = new Date();
    const workedOn = found.status === 'running' && (await isAlive(tx, found.trainerId));
    if (workedOn && found.cancelRequestedAt) return found;
    const changed = await tx.trainingJob.update({
      where: { id: jobId },
      data: {
        cancelRequestedAt: found.cancelRequestedAt ?? now,
        cancelledById: found.cancelledById ?? byId ?? null,
        ...(!workedOn && {
          status: found.verdict === 'promoted' ? 'completed' : 'cancelled',
          finishedAt: now,
          phase: null,
          waitingFor: Prisma.DbNull,
        }),
      },
    });
    await announceJob(tx, jobId);
    await alongside(tx, jobId);
    return changed;
  }, PATIENT);
  // A worker that meets the queue's job afterwards finds the row done with, so this is tidiness.
  if (row?.finishedAt) await queue.remove(jobId).catch(() => undefined);
  return row ?? undefined;
}

async function isAlive(tx: Prisma.TransactionClient, trainerId: string | null): Promise<boolean> {
  if (trainerId === null) return false;
  const alive = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM trainer WHERE id = ${trainerId}::uuid
      AND seen_at > now() - make_interval(secs => ${TRAINER_GONE_AFTER_MS / 1000})`;
  return alive.length > 0;
}
