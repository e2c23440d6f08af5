import { createPostgresBackend, type BackendFactory, type IQueueBackend } from 'bullmq';
import { Redis } from 'ioredis';

/** Where the queue lives. */
export interface QueueSettings {
  /** The database of everything; the queue lies in it unless `redisUrl` is given. */
  readonly databaseUrl: string;
  /** `redis://` or `rediss://`: the queue lies there instead. */
  readonly redisUrl?: string | undefined;
}

/** Of the queue's tables, apart from ours: BullMQ makes and migrates them itself. */
export const QUEUE_SCHEMA = 'inkling_queue';

/** What BullMQ's classes take: options of a connection, and what makes a backend of them. */
export interface QueueConnection {
  readonly connection: object;
  readonly factory: BackendFactory<IQueueBackend, object> | undefined;
  /** Whether it is a Redis that does not answer now. */
  isAway(): boolean;
  /** Closes what BullMQ does not close because we made it. */
  close(): Promise<void>;
}

const CLOSED = Promise.resolve();

/**
 * @param waits true for a worker, whose commands wait for a Redis that is away; a producer's fail at once
 * @param onError connection errors; BullMQ and ioredis try again by themselves
 */
export function openConnection(
  { databaseUrl, redisUrl }: QueueSettings,
  waits: boolean,
  onError: (error: Error) => void,
): QueueConnection {
  if (redisUrl === undefined) {
    return {
      connection: {
        connectionString: databaseUrl,
        schema: QUEUE_SCHEMA,
        migrate: true,
        max: 2,
      },
      factory: createPostgresBackend as unknown as BackendFactory<IQueueBackend, object>,
      isAway: () => false,
      close: () => CLOSED,
    };
  }
  // An instance, since BullMQ finds the package ioredis only where npm has put it beside it.
  const redis = new Redis(redisUrl, {
    maxRetriesPerRequest: waits ? null : 1,
    enableOfflineQueue: true,
    retryStrategy: (times) => Math.min(200 * times, 3000),
  });
  redis.on('error', onError);
  return {
    connection: redis,
    factory: undefined,
    isAway: () => redis.status !== 'ready',
    close: async () => {
      redis.disconnect();
    },
  };
}
