import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { startTestRedis } from '../testing/redis-server.js';
import { createTrainingQueue } from '../training/training-queue.js';
import { createTrainingWorker } from '../training/training-worker.js';
import { openDeliveryQueue } from '../webhooks/delivery-queue.js';
import type { QueueSettings } from './connection.js';

const databaseUrl = 'postgresql://nowhere';

const onError = (): void => undefined;

const ENDS: Readonly<Record<string, (settings: QueueSettings) => { close(): Promise<void> }>> = {
  'the training queue': (settings) => createTrainingQueue(settings, onError),
  'a trainer': (settings) =>
    createTrainingWorker(settings, {
      train: () => Promise.resolve('done'),
      scheduled: () => Promise.resolve(),
      onError,
    }),
  'the queue of deliveries': (settings) =>
    openDeliveryQueue(settings, { deliver: () => Promise.resolve(), onError }),
};

/** The next attempt to connect may be 3 s away. */
async function closesSoon(end: { close(): Promise<void> }): Promise<string> {
  const timer = new AbortController();
  const late = wait(8000, 'open', { signal: timer.signal }).catch(() => '');
  const state = await Promise.race([end.close().then(() => 'closed'), late]);
  timer.abort();
  return state;
}

describe('a Redis that is away', () => {
  it.each(Object.keys(ENDS))('does not keep %s from closing', async (name) => {
    const end = ENDS[name]!({ databaseUrl, redisUrl: 'redis://127.0.0.1:1' });
    await wait(500);
    expect(await closesSoon(end)).toBe('closed');
  });

  it.each(Object.keys(ENDS))('nor %s that was connected', async (name) => {
    const redis = await startTestRedis();
    const end = ENDS[name]!({ databaseUrl, redisUrl: redis.url });
    await wait(500);
    await redis.stop();
    await wait(1000);
    expect(await closesSoon(end)).toBe('closed');
  });
});
