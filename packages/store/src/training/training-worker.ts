import { DelayedError, Worker, type Job, type WorkerOptions } from 'bullmq';
import { z } from 'zod';
import { trainingQueuePayloadSchema } from '@inkling/contract';
import { TRAINED_NETWORKS, type TrainedNetwork } from '@inkling/recognizer';
import { AtWork, closeWorker } from '../queue/close-worker.js';
import { openConnection, type QueueSettings } from '../queue/connection.js';
import { QUEUE_NAME, SCHEDULED } from './queue-name.js';

/** What became of a look at a row: finished with, or to be looked at again. */
export type Outcome = 'done' | { readonly againInMs: number };

export interface TrainingHandlers {
  /** Works on the row of that id; rejects only on trouble of its own, and is then called again. */
  train(jobId: string): Promise<Outcome>;
  /** A network's schedule is due; rejects on trouble, and is then called again. */
  scheduled(network: TrainedNetwork): Promise<void>;
  onError(error: Error): void;
}

export interface WorkerTimings {
  /** A job whose worker was not heard of for so long is free again. */
  readonly lockDurationMs: number;
  /** How often that is looked for. */
  readonly stalledIntervalMs: number;
}

/** A worker killed in mid-job is noticed after about 15 s. */
export const DEFAULT_WORKER_TIMINGS: WorkerTimings = {
  lockDurationMs: 10_000,
  stalledIntervalMs: 5000,
};

/** Looks at most this many rows in parallel: two a network are all that can be open. */
const CONCURRENCY = 2 * TRAINED_NETWORKS.length;
/** The rows count attempts; the queue shall never give a job up. */
const NEVER = 1_000_000;
const AFTER_TROUBLE_MS = 5000;

const scheduledSchema = z.object({ network: z.enum(TRAINED_NETWORKS) });

/** Takes jobs from the queue until it is closed. */
export interface TrainingWorker {
  /** Takes no more jobs, and waits for those at work. */
  close(): Promise<void>;
}

export function createTrainingWorker(
  settings: QueueSettings,
  handlers: TrainingHandlers,
  { lockDurationMs, stalledIntervalMs }: WorkerTimings = DEFAULT_WORKER_TIMINGS,
): TrainingWorker {
  const taking = openConnection(settings, true, handlers.onError);
  const atWork = new AtWork();
  const options = {
    connection: taking.connection,
    concurrency: CONCURRENCY,
    lockDuration: lockDurationMs,
    stalledInterval: stalledIntervalMs,
    maxStalledCount: NEVER,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
    drainDelay: 2,
    runRetryDelay: 1000,
  } as WorkerOptions;
  const worker = new Worker(
    QUEUE_NAME,
    (job: Job, token?: string) => handle(job, token, handlers, atWork),
    options,
    taking.factory as undefined,
  );
  worker.on('error', handlers.onError);
  return { close: () => closeWorker(worker, taking, atWork) };
}

async function handle(
  job: Job,
  token: string | undefined,
  handlers: TrainingHandlers,
  atWork: AtWork,
): Promise<void> {
  const work = workOf(job, handlers);
  const working = work().catch((error: Error): Outcome => {
    handlers.onError(error);
    return { againInMs: AFTER_TROUBLE_MS };
  });
  const outcome = await atWork.add(working);
  if (outcome === 'done') return;
  await job.moveToDelayed(Date.now() + outcome.againInMs, token);
  throw new DelayedError();
}

/** @throws ZodError for a job of no known kind, which no further try would change */
function workOf(job: Job, handlers: TrainingHandlers): () => Promise<Outcome> {
  if (job.name !== SCHEDULED) {
    const { jobId } = trainingQueuePayloadSchema.parse(job.data);
    return () => handlers.train(jobId);
  }
  const { network } = scheduledSchema.parse(job.data);
  return () => handlers.scheduled(network).then(() => 'done');
}
