import { Queue, type QueueOptions } from 'bullmq';
import type { TrainingQueuePayload } from '@inkling/contract';
import type { TrainedNetwork } from '@inkling/recognizer';
import { openConnection, type QueueSettings } from '../queue/connection.js';
import { inTime } from '../queue/in-time.js';
import { QUEUE_NAME, SCHEDULED, TRAIN } from './queue-name.js';

/** Queue jobs say only when to look at a row; a finished one must not keep its id from being used again. */
const FORGET = { removeOnComplete: true, removeOnFail: true } as const;

/** When a network's jobs start by themselves. */
export interface KeptSchedule {
  /** Five fields. */
  readonly cron: string;
  /** In which they are meant, such as `Europe/Berlin`: that of the trainer that set it. */
  readonly timeZone: string | undefined;
}

/** The queue of training jobs, as its producers see it. */
export interface TrainingQueue {
  /** Adds the job of a row; harmless when it is there already. */
  enqueue(jobId: string): Promise<void>;
  /** Takes the job of a row out, unless a worker holds it. */
  remove(jobId: string): Promise<void>;
  /** What starts a network's jobs, if anything does. */
  scheduleOf(network: TrainedNetwork): Promise<KeptSchedule | undefined>;
  /** @param schedule `undefined` ends it */
  setSchedule(network: TrainedNetwork, schedule: KeptSchedule | undefined): Promise<void>;
  close(): Promise<void>;
}

const schedulerId = (network: TrainedNetwork): string => `schedule-${network}`;

/**
 * Opens the queue, in Postgres or, with `redisUrl`, in Redis. It connects by itself and again after a
 * break; every call rejects within 3 s when the queue does not answer.
 *
 * @param onError of the connection; they are for the log alone
 */
export function createTrainingQueue(
  settings: QueueSettings,
  onError: (error: Error) => void = () => undefined,
): TrainingQueue {
  const { connection, factory, close } = openConnection(settings, false, onError);
  const options = { connection, defaultJobOptions: FORGET } as QueueOptions;
  const queue = new Queue(QUEUE_NAME, options, factory as undefined);
  queue.on('error', onError);

  return {
    async enqueue(jobId) {
      const payload: TrainingQueuePayload = { jobId };
      await inTime(queue.add(TRAIN, payload, { jobId }));
    },
    async remove(jobId) {
      await inTime(queue.remove(jobId));
    },
    async scheduleOf(network) {
      const { pattern, tz } = (await inTime(queue.getJobScheduler(schedulerId(network)))) ?? {};
      return pattern === undefined ? undefined : { cron: pattern, timeZone: tz };
    },
    async setSchedule(network, schedule) {
      if (schedule === undefined) {
        await inTime(queue.removeJobScheduler(schedulerId(network)));
        return;
      }
      await inTime(
        queue.upsertJobScheduler(
          schedulerId(network),
          { pattern: schedule.cron, ...(schedule.timeZone && { tz: schedule.timeZone }) },
          { name: SCHEDULED, data: { network }, opts: FORGET },
        ),
      );
    },
    async close() {
      await queue.close();
      await close();
    },
  };
}
