import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { webhookBodySchema, type WebhookBody } from '@inkling/contract';
import { v7 as newId } from 'uuid';
import { createPrismaClient } from '../client.js';
import type { PrismaClient } from '../generated/client.js';
import { promoteVersion } from '../registry/promote-version.js';
import { createTestDatabase, type TestDatabase } from '../testing/create-test-database.js';
import { cancelTraining } from '../training/cancel-training.js';
import { announceJob } from '../training/events.js';
import type { TrainingQueue } from '../training/training-queue.js';
import { recordWebhookEvents } from './record-events.js';

let database: TestDatabase;
let prisma: PrismaClient;

beforeAll(async () => {
  database = await createTestDatabase();
  prisma = createPrismaClient(database.url, { connections: 2 });
});

afterAll(async () => {
  await prisma.$disconnect();
  await database.drop();
});

beforeEach(async () => {
  await prisma.webhook.deleteMany();
  await prisma.webhookEvent.deleteMany();
});

const hook = (events: string[], enabled = true) =>
  prisma.webhook.create({
    data: { id: newId(), url: 'http://a', description: '', secret: 's', events, enabled },
  });

const bodies = async (): Promise<WebhookBody[]> => {
  const rows = await prisma.webhookEvent.findMany({ orderBy: { id: 'asc' } });
  return rows.map(({ body }) => webhookBodySchema.parse(JSON.parse(body)));
};

const finished = () =>
  ({
    type: 'job.finished',
    data: { jobId: newId(), network: 'digits', status: 'failed', verdict: null, model: null },
  }) as const;

describe('recordWebhookEvents', () => {
  it('should write a delivery to each webhook that asks for the event, and none to others', async () => {
    const asking = [
      await hook(['job.finished']),
      await hook(['correction.created', 'job.finished']),
    ];
    await hook(['correction.created']);
    await hook(['job.finished'], false);
    await prisma.$transaction((tx) => recordWebhookEvents(tx, [finished(), finished()]));
    const deliveries = await prisma.webhookDelivery.findMany();
    expect(deliveries).toHaveLength(4);
    expect(new Set(deliveries.map(({ webhookId }) => webhookId))).toEqual(
      new Set(asking.map(({ id }) => id)),
    );
    expect(await bodies()).toHaveLength(2);
  });

  it('should write nothing where no webhook asks, and nothing of what is rolled back', async () => {
    await hook(['correction.created']);
    await prisma.$transaction((tx) => recordWebhookEvents(tx, [finished()]));
    await hook(['job.finished']);
    const undone = prisma.$transaction(async (tx) => {
      await recordWebhookEvents(tx, [finished()]);
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    expect(await bodies()).toEqual([]);
  });
});

describe('what is told', () => {
  const version = async (number: number, status: 'champion' | 'candidate') => {
    const sha256 = String(number).repeat(64);
    await prisma.modelFile.create({ data: { sha256, size: 1, bytes: Uint8Array.of(1) } });
    const card = {};
    return prisma.modelVersion.create({
      data: {
        ...{ id: newId(), network: 'digits', version: number, status, origin: 'trained' },
        ...{ sha256, card },
      },
    });
  };

  it('should be a version that is promoted, with the one before', async () => {
    await hook(['version.in-service']);
    const [former, next] = [await version(1, 'champion'), await version(2, 'candidate')];
    await prisma.$transaction((tx) =>
      promoteVersion(tx, { modelVersionId: next.id, by: 'A', reason: 'better' }),
    );
    expect(await bodies()).toMatchObject([
      {
        type: 'version.in-service',
        data: {
          network: 'digits',
          model: { id: next.id, version: 2 },
          former: { id: former.id, version: 1 },
        },
      },
    ]);
  });

  it('should be what a job has trained, with its verdict', async () => {
    await hook(['job.finished']);
    const { id: challengerId } = await version(3, 'candidate');
    const { id: jobId } = await prisma.trainingJob.create({
      data: { id: newId(), network: 'digits', trigger: 'call', parameters: EPOCHS, challengerId },
    });
    await prisma.$transaction((tx) => announceJob(tx, jobId));
    expect(await bodies()).toEqual([]);
    const ended = { status: 'completed', verdict: 'kept', finishedAt: new Date() } as const;
    await prisma.$transaction(async (tx) => {
      await tx.trainingJob.update({ where: { id: jobId }, data: ended });
      await announceJob(tx, jobId);
    });
    expect(await bodies()).toMatchObject([
      {
        type: 'job.finished',
        data: { status: 'completed', verdict: 'kept', model: { id: challengerId, version: 3 } },
      },
    ]);
  });

  it('should be the end of a job, once', async () => {
    await hook(['job.finished']);
    const { id: jobId } = await prisma.trainingJob.create({
      data: { id: newId(), network: 'digits', trigger: 'call', parameters: EPOCHS },
    });
    const queue = { remove: () => Promise.resolve() } as unknown as TrainingQueue;
    await cancelTraining(prisma, queue, { jobId });
    await cancelTraining(prisma, queue, { jobId });
    expect(await bodies()).toMatchObject([
      {
        type: 'job.finished',
        data: { jobId, network: 'digits', status: 'cancelled', verdict: null, model: null },
      },
    ]);
  });
});

const EPOCHS = { epochs: 1 };
