import type { Worker } from 'bullmq';
import type { QueueConnection } from './connection.js';

/** What a worker's handlers are at. */
export class AtWork {
  private readonly all = new Set<Promise<unknown>>();

  async add<T>(work: Promise<T>): Promise<T> {
    this.all.add(work);
    try {
      return await work;
    } finally {
      this.all.delete(work);
    }
  }

  async ended(): Promise<void> {
    await Promise.allSettled(this.all);
  }
}

/**
 * Closes a worker once its handlers have ended, and the connection that it was given. Of a Redis that is away BullMQ
 * would wait for the answer until it is back, so then the worker is closed without one: the rows say what is to do.
 */
export async function closeWorker(
  worker: Worker,
  connection: QueueConnection,
  atWork: AtWork,
): Promise<void> {
  const isAway = connection.isAway();
  if (isAway) await atWork.ended();
  await worker.close(isAway);
  await connection.close();
}
