import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { createPrismaClient } from '../client.js';
import type { PrismaClient } from '../generated/client.js';
import { createTestDatabase, type TestDatabase } from '../testing/create-test-database.js';
import { cancelTraining } from './cancel-training.js';
import { enqueueOrphans } from './enqueue-orphans.js';
import { requestTraining } from './request-training.js';
import { startTestRedis, type TestRedis } from '../testing/redis-server.js';
import { createTrainingQueue, type TrainingQueue } from './training-queue.js';
import { createTrainingWorker, type Outcome, type TrainingWorker } from './training-worker.js';

const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 500; tries++) {
    if (await holds()) return;
    await wait(20);
  }
  throw new Error('it did not happen within 10 s');
};

const EVERY_SECOND = { cron: '* * * * * *', timeZone: 'UTC' };

describe.each(['Postgres', 'Redis'])('the training queue on %s', (kind) => {
  let database: TestDatabase;
  let redis: TestRedis | undefined;
  let prisma: PrismaClient;
  let queue: TrainingQueue;
  const workers: TrainingWorker[] = [];

  let redisDatabases = 0;

  const settings = () => ({
    databaseUrl: database.url,
    redisUrl: redis && `${redis.url}/${redisDatabases}`,
  });

  /** A worker that notes what it is given, and answers as told. */
  const work = (
    answer: (jobId: string, nth: number) => Outcome = () => 'done',
    onSchedule: (nth: number) => Promise<void> = () => Promise.resolve(),
  ) => {
    const seen: string[] = [];
    const networks: string[] = [];
    workers.push(
      createTrainingWorker(
        settings(),
        {
          train: async (jobId) => {
            seen.push(jobId);
            return answer(jobId, seen.length);
          },
          scheduled: async (network) => {
            networks.push(network);
            await onSchedule(networks.length);
          },
          onError: () => undefined,
        },
        { lockDurationMs: 1000, stalledIntervalMs: 500 },
      ),
    );
    return { seen, networks };
  };

  beforeAll(async () => {
    if (kind === 'Redis') redis = await startTestRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(async () => {
    redisDatabases++;
    database = await createTestDatabase();
    prisma = createPrismaClient(database.url, { connections: 4 });
    queue = createTrainingQueue(settings());
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close()));
    await queue.close();
    await prisma.$disconnect();
    await database.drop();
  });

  it('should hand each requested job to a worker once', async () => {
    const { seen } = work();
    const digits = await requestTraining(prisma, queue, { network: 'digits', trigger: 'call' });
    const characters = await requestTraining(prisma, queue, {
      network: 'characters',
      trigger: 'call',
    });
    await until(() => seen.length === 2);
    await wait(300);
    expect([...seen].sort()).toEqual([digits.id, characters.id].sort());
  });

  it('should let requests at the same moment join one queued job', async () => {
    const wishes = Array.from({ length: 8 }, () =>
      requestTraining(prisma, queue, { network: 'digits', trigger: 'call' }),
    );
    const accepted = await Promise.all(wishes);
    expect(new Set(accepted.map(({ id }) => id)).size).toBe(1);
    expect(accepted.filter(({ joined }) => !joined)).toHaveLength(1);
    expect(await prisma.trainingJob.count()).toBe(1);
  });

  it('should give a job again that is to be looked at again', async () => {
    const { seen } = work((_, nth) => (nth < 3 ? { againInMs: 50 } : 'done'));
    const { id } = await requestTraining(prisma, queue, { network: 'digits', trigger: 'call' });
    await until(() => seen.length === 3);
    await wait(300);
    expect(seen).toEqual([id, id, id]);
  });

  it('should bring in rows that the queue lacks, and no row twice', async () => {
    const orphan = newId();
    await prisma.trainingJob.create({
      data: { id: orphan, network: 'digits', trigger: 'call', parameters: {} },
    });
    const known = await requestTraining(prisma, queue, { network: 'characters', trigger: 'call' });
    await enqueueOrphans(prisma, queue);
    await enqueueOrphans(prisma, queue);
    const { seen } = work();
    await until(() => seen.length >= 2);
    await wait(300);
    expect([...seen].sort()).toEqual([orphan, known.id].sort());
  });

  it('should take an id again once its job is done with', async () => {
    const { seen } = work();
    const { id } = await requestTraining(prisma, queue, { network: 'digits', trigger: 'call' });
    await until(() => seen.length === 1);
    await until(async () => {
      await enqueueOrphans(prisma, queue);
      return seen.length > 1;
    });
    expect(new Set(seen)).toEqual(new Set([id]));
  });

  it('should cancel a queued job in the row and in the queue', async () => {
    const { id } = await requestTraining(prisma, queue, { network: 'digits', trigger: 'call' });
    const row = await cancelTraining(prisma, queue, { jobId: id });
    expect(row).toMatchObject({ status: 'cancelled' });
    expect(row!.finishedAt).not.toBeNull();
    const { seen } = work();
    const next = await requestTraining(prisma, queue, { network: 'digits', trigger: 'call' });
    await until(() => seen.length === 1);
    await wait(300);
    expect(seen).toEqual([next.id]);
  });

  it('should complete a job that is cancelled when its version is in service already', async () => {
    const { id } = await prisma.trainingJob.create({
      data: {
        ...{ id: newId(), network: 'digits', trigger: 'call', parameters: {} },
        ...{ status: 'running', verdict: 'promoted' },
      },
    });
    const row = await cancelTraining(prisma, queue, { jobId: id });
    expect(row).toMatchObject({ status: 'completed', verdict: 'promoted' });
    expect(row!.finishedAt).not.toBeNull();
  });

  it('should keep, change and end the schedule of a network', async () => {
    expect(await queue.scheduleOf('digits')).toBeUndefined();
    const inKathmandu = { cron: '0 3 * * *', timeZone: 'Asia/Kathmandu' };
    await queue.setSchedule('digits', inKathmandu);
    expect(await queue.scheduleOf('digits')).toEqual(inKathmandu);
    const inBerlin = { ...inKathmandu, timeZone: 'Europe/Berlin' };
    await queue.setSchedule('digits', inBerlin);
    expect(await queue.scheduleOf('digits')).toEqual(inBerlin);
    await queue.setSchedule('digits', EVERY_SECOND);
    const { networks } = work();
    await until(() => networks.length > 0);
    expect(networks[0]).toBe('digits');
    await queue.setSchedule('digits', undefined);
    expect(await queue.scheduleOf('digits')).toBeUndefined();
    expect(await queue.scheduleOf('characters')).toBeUndefined();
  });

  it('should come back to a schedule that was due while the database was away', async () => {
    await queue.setSchedule('digits', EVERY_SECOND);
    const { networks } = work(undefined, async (nth) => {
      if (nth > 1) return;
      // So that whatever comes next is the same moment of the schedule again.
      await queue.setSchedule('digits', undefined);
      throw new Error('the database is away');
    });
    await until(() => networks.length > 1);
    await wait(1500);
    expect(networks).toEqual(['digits', 'digits']);
  });
});
