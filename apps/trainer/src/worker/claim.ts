import { PATIENT, Prisma, type PrismaClient, type TrainingJob } from '@inkling/store';
import { announceJob, type Reason } from '@inkling/store/training';

/** What a look at a row has brought. */
export type Claim =
  /** It is ours, and counted as begun once more. */
  | { readonly kind: 'claimed'; readonly job: TrainingJob }
  /** Nothing is left to do. */
  | { readonly kind: 'over' }
  /** Another trainer works on it. */
  | { readonly kind: 'held' }
  /** Another job of its network is running. */
  | { readonly kind: 'behind'; readonly network: string };

export interface Claimant {
  readonly trainerId: string;
  /** A trainer without a sign of life for so long holds nothing any more. */
  readonly goneAfterMs: number;
}

const ONE_RUNNING = 'training_job_one_running';

/**
 * Tries to take a job, queued or left behind by a trainer that is gone. One UPDATE decides, and a partial
 * unique index keeps a second job of the network out: so any number of trainers may try at once.
 */
export async function claimJob(
  prisma: PrismaClient,
  jobId: string,
  { trainerId, goneAfterMs }: Claimant,
): Promise<Claim> {
  const claimed = await prisma
    .$transaction(async (tx) => {
      const rows = await tx.$executeRaw`
        UPDATE training_job AS job SET
          status = 'running', trainer_id = ${trainerId}::uuid, attempts = attempts + 1,
          started_at = coalesce(started_at, now()), waiting_for = NULL
        WHERE id = ${jobId}::uuid AND cancel_requested_at IS NULL
          AND (status = 'queued' OR (status = 'running' AND (
            trainer_id IS NULL OR trainer_id = ${trainerId}::uuid OR NOT EXISTS (
              SELECT FROM trainer WHERE trainer.id = job.trainer_id
                AND seen_at > now() - make_interval(secs => ${goneAfterMs / 1000})))))
          AND NOT EXISTS (SELECT FROM training_job AS other WHERE other.network = job.network
            AND other.status = 'running' AND other.id <> job.id)`;
      if (rows === 1) await announceJob(tx, jobId);
      return rows === 1;
    }, PATIENT)
    .catch((error: Error) => {
      // Another job of the network was claimed in the same moment.
      if (error.message.includes(ONE_RUNNING) || error.message.includes('23505')) return false;
      throw error;
    });
  const job = await prisma.trainingJob.findUnique({ where: { id: jobId } });
  if (!job || (job.status !== 'queued' && job.status !== 'running')) return { kind: 'over' };
  if (claimed) return { kind: 'claimed', job };
  return job.status === 'queued' ? { kind: 'behind', network: job.network } : { kind: 'held' };
}

/**
 * Ends a job that somebody wants cancelled and nobody works on. One whose version is in service already is
 * completed.
 *
 * @returns whether it was ended now
 */
export async function cancelAbandoned(
  prisma: PrismaClient,
  jobId: string,
  { trainerId, goneAfterMs }: Claimant,
): Promise<boolean> {
  return prisma.$transaction(async (tx) => {
    const rows = await tx.$executeRaw`
      UPDATE training_job AS job SET
        status = CASE WHEN verdict = 'promoted' THEN 'completed' ELSE 'cancelled' END::training_status,
        finished_at = now(), phase = NULL, waiting_for = NULL
      WHERE id = ${jobId}::uuid AND cancel_requested_at IS NOT NULL
        AND (status = 'queued' OR (status = 'running' AND (
          trainer_id IS NULL OR trainer_id = ${trainerId}::uuid OR NOT EXISTS (
            SELECT FROM trainer WHERE trainer.id = job.trainer_id
              AND seen_at > now() - make_interval(secs => ${goneAfterMs / 1000})))))`;
    if (rows === 1) await announceJob(tx, jobId);
    return rows === 1;
  }, PATIENT);
}

/** Says in a row that nobody works on why that is so. */
export async function sayWaiting(
  prisma: PrismaClient,
  jobId: string,
  reason: Reason,
): Promise<void> {
  const same = { path: ['code'], equals: reason.code };
  await prisma.$transaction(async (tx) => {
    const { count } = await tx.trainingJob.updateMany({
      where: {
        id: jobId,
        OR: [{ status: 'queued' }, { status: 'running', trainerId: null }],
        AND: [{ OR: [{ waitingFor: { equals: Prisma.AnyNull } }, { NOT: { waitingFor: same } }] }],
      },
      data: { waitingFor: reason },
    });
    if (count === 1) await announceJob(tx, jobId);
  }, PATIENT);
}
