import type { PrismaClient, TrainingJob } from '@inkling/database';
import { announceJob } from './events.js';
import { TRAINER_GONE_AFTER_MS } from './trainers.js';
import type { TrainingQueue } from './training-queue.js';

/**
 * Cancels a job: at once while nobody works on it; otherwise its trainer hears of the wish and ends it
 * within 2 s. Again, or after the job's end, it changes nothing.
 *
 * @returns the row afterwards; `undefined` when there is none
 */
export async function cancelTraining(
  prisma: PrismaClient,
  queue: TrainingQueue,
  { jobId, byId }: { readonly jobId: string; readonly byId?: string | undefined },
): Promise<TrainingJob | undefined> {
  const changed = await prisma.$transaction(async (tx) => {
    const rows = await tx.$executeRaw`
      UPDATE training_job AS job SET
        cancel_requested_at = coalesce(job.cancel_requested_at, now()),
        cancelled_by_id = coalesce(job.cancelled_by_id, ${byId ?? null}::uuid),
        status = CASE WHEN worked_on.now THEN job.status ELSE 'cancelled' END,
        finished_at = CASE WHEN worked_on.now THEN NULL ELSE now() END,
        phase = CASE WHEN worked_on.now THEN job.phase END,
        waiting_for = CASE WHEN worked_on.now THEN job.waiting_for END
      FROM (
        SELECT open.id, open.status = 'running' AND EXISTS (
          SELECT FROM trainer WHERE trainer.id = open.trainer_id
            AND seen_at > now() - make_interval(secs => ${TRAINER_GONE_AFTER_MS / 1000})
        ) AS now
        FROM training_job AS open WHERE open.id = ${jobId}::uuid FOR UPDATE
      ) AS worked_on
      WHERE job.id = worked_on.id AND job.status IN ('queued', 'running')
        AND (job.cancel_requested_at IS NULL OR NOT worked_on.now)`;
    if (rows === 1) await announceJob(tx, jobId);
    return rows === 1;
  });
  const row = await prisma.trainingJob.findUnique({ where: { id: jobId } });
  // A worker that meets the queue's job afterwards finds the row done with, so this is tidiness.
  if (changed && row?.status === 'cancelled') await queue.remove(jobId).catch(() => undefined);
  return row ?? undefined;
}
