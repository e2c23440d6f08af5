import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { v7 as newId } from 'uuid';
import { createPool, createPrismaClient } from '../client.js';
import type { PrismaClient } from '../generated/client.js';
import { createTestDatabase, type TestDatabase } from '../testing/create-test-database.js';
import { learntSamples, samplesOfJob, type LearntSample } from './learnt-samples.js';

let database: TestDatabase;
let pool: pg.Pool;
let prisma: PrismaClient;
let importId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, { connections: 1 });
  prisma = createPrismaClient(database.url, { connections: 1 });
  const { id } = await prisma.sampleImport.create({
    data: {
      ...{ id: newId(), status: 'completed', format: 'idx', mapping: {} },
      ...{ fileName: 'digits.idx', fileSize: 1 },
    },
  });
  importId = id;
});

afterAll(async () => {
  await Promise.all([pool.end(), prisma.$disconnect()]);
  await database.drop();
});

beforeEach(async () => {
  await prisma.trainingJob.deleteMany();
  await prisma.sample.deleteMany();
});

interface Wish {
  readonly label?: string;
  readonly reviewerLabel?: string;
  readonly network?: string;
  readonly status?: 'approved' | 'pending';
  readonly importId?: string;
}

async function add({ label = '3', network = 'digits', status = 'approved', ...rest }: Wish = {}) {
  const id = newId();
  await prisma.sample.create({
    data: {
      ...{ id, network, task: network, glyph: Buffer.from(id), label, given: '5', status },
      ...rest,
    },
  });
  return id;
}

async function addJob(samples: Readonly<Record<string, 'train' | 'holdout'>>, network = 'digits') {
  const jobId = newId();
  await prisma.trainingJob.create({
    data: { id: jobId, network, trigger: 'call', parameters: {}, status: 'completed' },
  });
  await prisma.trainingSample.createMany({
    data: Object.entries(samples).map(([sampleId, part]) => ({
      ...{ jobId, sampleId, part, revision: 1, label: '8' },
    })),
  });
  return jobId;
}

async function all(pages: AsyncIterable<LearntSample[]>): Promise<LearntSample[]> {
  const samples = [];
  for await (const page of pages) samples.push(...page);
  return samples;
}

const idsOf = async (pages: AsyncIterable<LearntSample[]>) =>
  (await all(pages)).map(({ id }) => id);

describe('learntSamples', () => {
  it('should give what is approved of a network, with the label that counts', async () => {
    const id = await add({ reviewerLabel: '9' });
    const imported = await add({ importId });
    await add({ status: 'pending' });
    await add({ network: 'characters' });
    await add({ label: '✓' });
    const common = { writerId: null, formerPart: undefined, revision: 1, task: 'digits' };
    expect(await all(learntSamples(pool, 'digits'))).toEqual([
      { ...common, id, glyph: Buffer.from(id), label: '9', isImported: false },
      { ...common, id: imported, glyph: Buffer.from(imported), label: '3', isImported: true },
    ]);
  });

  it('should give symbols wherever they were taught, whatever signs they are', async () => {
    const evil = await add({ label: `'\\"` });
    const kg = await add({ label: 'kg', network: 'characters' });
    await add({ label: 'ä' });
    expect(await idsOf(learntSamples(pool, 'characters', ['kg', `'\\"`]))).toEqual([evil, kg]);
  });

  it('should begin with those that have a place, as they had it in the newest job of the network', async () => {
    const [first, second, third] = [await add(), await add(), await add()];
    await addJob({ [second]: 'train', [third]: 'train' });
    await addJob({ [second]: 'holdout' });
    await addJob({ [first]: 'train' }, 'characters');
    const read = await all(learntSamples(pool, 'digits'));
    expect(read.map(({ id, formerPart }) => [id, formerPart])).toEqual([
      [second, 'holdout'],
      [third, 'train'],
      [first, undefined],
    ]);
  });

  it('should take the newest corrections and symbols first where there are too many, then of imports always the same', async () => {
    const old = await add();
    const imported: string[] = [];
    for (let count = 0; count < 6; count++) imported.push(await add({ importId }));
    const symbol = await add({ importId, label: '✓' });
    const own = [await add(), await add()];
    const take = (most: number) => idsOf(learntSamples(pool, 'digits', ['✓'], most));
    expect(await take(2)).toEqual(own);
    expect(await take(4)).toEqual([old, symbol, ...own]);
    const some = (await take(7)).filter((id) => imported.includes(id));
    expect(some).toHaveLength(3);
    expect((await take(8)).filter((id) => imported.includes(id))).toEqual(
      expect.arrayContaining(some),
    );
  });
});

describe('samplesOfJob', () => {
  it('should give the samples as they were taken, less those that were deleted', async () => {
    const [gone, kept] = [await add(), await add({ reviewerLabel: '1' })];
    const jobId = await addJob({ [gone]: 'train', [kept]: 'holdout' });
    await prisma.sample.delete({ where: { id: gone } });
    const [only, ...others] = await all(samplesOfJob(pool, jobId));
    expect(only).toMatchObject({ id: kept, label: '8', formerPart: 'holdout', revision: 1 });
    expect(others).toEqual([]);
  });
});
