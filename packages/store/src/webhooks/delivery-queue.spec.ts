import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../testing/create-test-database.js';
import { startTestRedis, type TestRedis } from '../testing/redis-server.js';
import { openDeliveryQueue, type DeliveryQueue } from './delivery-queue.js';

describe.each(['Postgres', 'Redis'])('the queue of deliveries on %s', (kind) => {
  let database: TestDatabase;
  let redis: TestRedis | undefined;
  const queues: DeliveryQueue[] = [];
  let redisDatabases = 0;

  const open = (deliver: (deliveryId: string) => Promise<void>): DeliveryQueue => {
    const queue = openDeliveryQueue(
      { databaseUrl: database.url, redisUrl: redis && `${redis.url}/${redisDatabases}` },
      { deliver: ({ deliveryId }) => deliver(deliveryId), onError: () => undefined },
    );
    queues.push(queue);
    return queue;
  };

  const look = (deliveryId: string, inMs = 0, dueAtMs = 1) => ({
    ...{ deliveryId, webhookId: 'hook', dueAtMs, inMs },
  });

  beforeAll(async () => {
    if (kind === 'Redis') redis = await startTestRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(async () => {
    redisDatabases++;
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await Promise.all(queues.splice(0).map((queue) => queue.close()));
    await database.drop();
  });

  it('should give each look to one process, at its time', async () => {
    const seen: string[] = [];
    const note = async (deliveryId: string): Promise<void> => void seen.push(deliveryId);
    const [first, second] = [open(note), open(note)];
    for (let at = 0; at < 10; at++) {
      await (at % 2 === 0 ? first : second).enqueue(look(`delivery-${at}`));
    }
    await first.enqueue(look('later', 400));
    while (seen.length < 11) await wait(20);
    await wait(200);
    expect(seen).toHaveLength(11);
    expect(new Set(seen).size).toBe(11);
    expect(seen.at(-1)).toBe('later');
  });

  it('should look again at another moment, though an earlier look waits still', async () => {
    const seen: string[] = [];
    const queue = open(async (deliveryId) => void seen.push(deliveryId));
    await queue.enqueue(look('one', 60_000, 1));
    await queue.enqueue(look('one', 0, 2));
    while (seen.length < 1) await wait(20);
    expect(seen).toEqual(['one']);
  });

  it('should wait for what is on its way when it is closed, and go on after an error', async () => {
    const ended: string[] = [];
    const queue = open(async (deliveryId) => {
      if (deliveryId === 'bad') throw new Error('no');
      await wait(500);
      ended.push(deliveryId);
    });
    await queue.enqueue(look('bad'));
    await queue.enqueue(look('slow'));
    await wait(300);
    queues.length = 0;
    await queue.close();
    expect(ended).toEqual(['slow']);
  });
});
