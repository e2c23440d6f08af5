import type { TrainingJob } from '@inkling/store';
import type { TrainerContext } from './context.js';
import { CancelledError, JobLostError } from './errors.js';

/**
 * Looks at the row of the job at work until told to end: aborts when somebody wants it cancelled, or when
 * it is no longer ours.
 *
 * @returns ends the watch
 */
export function watchRow(
  { prisma, options }: Pick<TrainerContext, 'prisma' | 'options'>,
  { id, trainerId, attempts }: TrainingJob,
  work: AbortController,
): () => void {
  let looking = false;
  const look = async (): Promise<void> => {
    const row = await prisma.trainingJob.findUnique({
      where: { id },
      select: { status: true, trainerId: true, attempts: true, cancelRequestedAt: true },
    });
    const mine =
      row?.status === 'running' && row.trainerId === trainerId && row.attempts === attempts;
    if (!mine) work.abort(new JobLostError('the job is no longer ours'));
    else if (row.cancelRequestedAt) work.abort(new CancelledError('it was cancelled'));
  };
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    // A database that is away says nothing of the job; the next look may.
    look()
      .catch(() => undefined)
      .finally(() => {
        looking = false;
      });
  }, options.cancelPollMs);
  return () => clearInterval(timer);
}
