import type { TrainingEvent } from '@inkling/contract';
import type { TrainedNetwork } from '@inkling/recognizer';
import type { Prisma, TrainingJob } from '../generated/client.js';
import { recordWebhookEvents } from '../webhooks/record-events.js';
import { trainingJobOf } from './job-row.js';
import { TRAINING_CHANNEL } from './training-channel.js';

/**
 * Adds an event to a job's stream; whoever listens is told with the commit. The caller's transaction has
 * changed or locked the job's row before: so the events' ids count up in the order of their commits,
 * and a reader that goes on after the last id misses none.
 */
export async function addEvent(
  tx: Prisma.TransactionClient,
  jobId: string,
  { type, data }: TrainingEvent,
): Promise<void> {
  await tx.trainingEvent.create({ data: { jobId, type, data } });
  await tx.$executeRaw`SELECT pg_notify(${TRAINING_CHANNEL}, ${jobId})`;
}

/** Tells the whole row after a change of it, in the transaction that changed it; of its end webhooks, too. */
export async function announceJob(tx: Prisma.TransactionClient, jobId: string): Promise<void> {
  const row = await tx.trainingJob.findUniqueOrThrow({ where: { id: jobId } });
  await addEvent(tx, jobId, { type: 'job', data: trainingJobOf(row) });
  await tellOfEnd(tx, row);
}

async function tellOfEnd(
  tx: Prisma.TransactionClient,
  { id, network, status, verdict, challengerId }: TrainingJob,
): Promise<void> {
  if (status === 'queued' || status === 'running') return;
  const model = challengerId
    ? await tx.modelVersion.findUnique({
        where: { id: challengerId },
        select: { id: true, version: true },
      })
    : null;
  const data = { jobId: id, network: network as TrainedNetwork, status, verdict, model };
  await recordWebhookEvents(tx, [{ type: 'job.finished', data }]);
}
