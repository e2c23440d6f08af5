import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createPool, createPrismaClient, type PrismaClient } from '@inkling/store';
import { createTestDatabase, type TestDatabase } from '@inkling/store/testing';
import { newId } from '../../common/id.js';

const MIGRATION = fileURLToPath(
  new URL(
    '../../../../../prisma/migrations/20261129090000_names_in_history/migration.sql',
    import.meta.url,
  ),
);
const PAUSED = 'It passed the gate; automatic promotion is paused';

let database: TestDatabase;
let prisma: PrismaClient;

beforeAll(async () => {
  database = await createTestDatabase();
  prisma = createPrismaClient(database.url);
  const file = { sha256: 'a'.repeat(64), size: 1 };
  await prisma.modelFile.create({ data: file });
});

afterAll(async () => {
  await prisma.$disconnect();
  await database.drop();
});

async function migrate() {
  const pool = createPool(database.url);
  await pool.query(await readFile(MIGRATION, 'utf8'));
  await pool.end();
}

const OVER = { network: 'digits', trigger: 'call', status: 'completed', parameters: {} } as const;

let versions = 0;

/** A version that a training put into service, as the history told it. */
async function promoted(startedBy: string, requestedById: string | null, reason?: string) {
  const [modelVersionId, jobId] = [newId(), newId()];
  const model = { network: 'digits', version: ++versions, sha256: 'a'.repeat(64), card: {} };
  await prisma.modelVersion.create({
    data: { id: modelVersionId, status: 'retired', origin: 'trained', ...model },
  });
  const job = { id: jobId, challengerId: modelVersionId, requestedById };
  await prisma.trainingJob.create({ data: { ...OVER, ...job } });
  const { id } = await prisma.servicePeriod.create({
    data: {
      ...{ id: newId(), modelVersionId, startedBy, endedAt: new Date() },
      reason: reason ?? `It passed the gate in training job ${jobId}.`,
    },
  });
  return async () => (await prisma.servicePeriod.findUniqueOrThrow({ where: { id } })).startedBy;
}

it('adds the address to names in the history of models, and takes those of nobody out', async () => {
  const { id } = await prisma.user.create({
    data: { id: newId(), name: 'Anna', email: 'anna@example.org' },
  });
  const periods = await Promise.all([
    promoted('Anna', id),
    promoted('Ben', null),
    promoted('Inkling', null),
    promoted('Anna (anna@example.org)', id),
    promoted('Carl', null, 'promoted by hand'),
  ]);
  const expected = [
    'Anna (anna@example.org)',
    'A former admin',
    'Inkling',
    'Anna (anna@example.org)',
    'Carl',
  ];
  for (let time = 0; time < 2; time++) {
    await migrate();
    expect(await Promise.all(periods.map((by) => by()))).toEqual(expected);
  }
});

it('takes names out of the reasons of jobs, and of their events', async () => {
  const because = `${PAUSED}: Anna (anna@example.org) rolled digits back to version 1`;
  const told = [because, `${PAUSED} after a rollback.`, 'It passed the gate.', null];
  const jobs = told.map((reason) => ({ ...OVER, id: newId(), reason }));
  await prisma.trainingJob.createMany({ data: jobs });
  await prisma.trainingEvent.createMany({
    data: jobs.map(({ id, reason }) => ({ jobId: id, type: 'job', data: { id, reason } })),
  });
  await migrate();
  for (const { id, reason } of jobs) {
    const now = reason === because ? `${PAUSED} after a rollback.` : reason;
    expect(await prisma.trainingJob.findUniqueOrThrow({ where: { id } })).toMatchObject({
      reason: now,
    });
    const [event] = await prisma.trainingEvent.findMany({ where: { jobId: id } });
    expect(event!.data).toEqual({ id, reason: now });
  }
});
