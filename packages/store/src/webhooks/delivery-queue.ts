import { Queue, Worker, type Job, type QueueOptions, type WorkerOptions } from 'bullmq';
import { z } from 'zod';
import { AtWork, closeWorker } from '../queue/close-worker.js';
import { openConnection, type QueueSettings } from '../queue/connection.js';
import { inTime } from '../queue/in-time.js';

/** The one queue of webhooks' deliveries. */
const QUEUE_NAME = 'webhooks';

const DELIVER = 'deliver';

/** Queue jobs say only when to look at a row; a finished one must not keep its id from being used again. */
const FORGET = { removeOnComplete: true, removeOnFail: true } as const;

/** Sent at a time by each process. */
const CONCURRENCY = 16;

const payloadSchema = z.object({ deliveryId: z.string(), webhookId: z.string() });

/** A row to be looked at, and when. */
export interface DueDelivery {
  readonly deliveryId: string;
  readonly webhookId: string;
  /** Its moment, in milliseconds since 1970: a delivery has one look a moment. */
  readonly dueAtMs: number;
  /** How long from now, in milliseconds: the clock of the database may be another. */
  readonly inMs: number;
}

export interface DeliveryHandlers {
  /** Works on a row; what it throws is told to `onError`, and a sweep brings the row in again. */
  deliver(delivery: Pick<DueDelivery, 'deliveryId' | 'webhookId'>): Promise<void>;
  /** Of the connection, and of work; for the log alone. */
  onError(error: Error): void;
}

/** Both ends of the queue: every API process delivers, and each delivery is for one of them. */
export interface DeliveryQueue {
  /** Adds a look at a row when it is due; harmless when it is there already. */
  enqueue(delivery: DueDelivery): Promise<void>;
  /** Takes no more, and waits for what is on its way. */
  close(): Promise<void>;
}

/**
 * Opens the queue, in Postgres or, with `redisUrl`, in Redis, and begins to work it off. It connects by itself and
 * again after a break.
 */
export function openDeliveryQueue(
  settings: QueueSettings,
  handlers: DeliveryHandlers,
): DeliveryQueue {
  const { onError } = handlers;
  const adding = openConnection(settings, false, onError);
  const queue = new Queue(
    QUEUE_NAME,
    { connection: adding.connection, defaultJobOptions: FORGET } as QueueOptions,
    adding.factory as undefined,
  );
  queue.on('error', onError);
  const atWork = new AtWork();
  const taking = openConnection(settings, true, onError);
  const worker = new Worker(
    QUEUE_NAME,
    (job: Job) => atWork.add(handlers.deliver(payloadSchema.parse(job.data)).catch(onError)),
    {
      connection: taking.connection,
      concurrency: CONCURRENCY,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
      drainDelay: 2,
      runRetryDelay: 1000,
    } as WorkerOptions,
    taking.factory as undefined,
  );
  worker.on('error', onError);
  return {
    async enqueue({ deliveryId, webhookId, dueAtMs, inMs: delay }) {
      // Sent again by hand, it is due at another moment: that is a job of its own.
      const jobId = `${deliveryId}-${dueAtMs}`;
      await inTime(queue.add(DELIVER, { deliveryId, webhookId }, { jobId, delay }));
    },
    async close() {
      await closeWorker(worker, taking, atWork);
      await queue.close();
      await adding.close();
    },
  };
}
