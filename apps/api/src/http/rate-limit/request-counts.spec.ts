import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { createPrismaClient, type PrismaClient } from '@inkling/store';
import { createTestDatabase, type TestDatabase } from '@inkling/store/testing';
import { RateCountsRepository } from './rate-counts.repository.js';
import { RateSweep } from './rate-sweep.service.js';
import { RequestCounts } from './request-counts.js';

const MINUTE_MS = 60_000;
const LIMIT = 10;

let database: TestDatabase;
let prisma: PrismaClient;
let counts: RateCountsRepository;
let replicas: RequestCounts[];

beforeAll(async () => {
  database = await createTestDatabase();
  prisma = createPrismaClient(database.url, { connections: 4 });
  counts = new RateCountsRepository(prisma);
});

beforeEach(async () => {
  await prisma.rateCount.deleteMany({});
  replicas = [new RequestCounts(counts), new RequestCounts(counts)];
});

afterAll(async () => {
  await prisma.$disconnect();
  await database.drop();
});

/** How many of so many requests a replica lets in. */
function letIn(replica: RequestCounts, requests: number, key = 'a') {
  let admitted = 0;
  for (let made = 0; made < requests; made++) {
    if (!replica.count(key, MINUTE_MS, LIMIT).isTooMany) admitted++;
  }
  return admitted;
}

const end = () => Promise.all(replicas.map((replica) => replica.onModuleDestroy()));

describe('RequestCounts', () => {
  it('counts to the request alone, each key apart, and says how long to wait', async () => {
    const [replica] = replicas;
    expect(letIn(replica!, 25)).toBe(LIMIT);
    expect(letIn(replica!, 3, 'b')).toBe(3);
    const { isTooMany, leftS } = replica!.count('a', MINUTE_MS, LIMIT);
    expect(isTooMany).toBe(true);
    expect(leftS).toBeGreaterThan(0);
    expect(leftS).toBeLessThanOrEqual(60);
    await end();
  });

  it('hears with each flush what other replicas counted', async () => {
    const [one, other] = replicas as [RequestCounts, RequestCounts];
    expect(letIn(one, 6)).toBe(6);
    await one.flush(MINUTE_MS);
    // The other knows of none of them until it has written its first.
    expect(letIn(other, 1)).toBe(1);
    await other.flush(MINUTE_MS);
    expect(letIn(other, 20)).toBe(3);
    await other.flush(MINUTE_MS);
    expect(letIn(one, 1)).toBe(1);
    await one.flush(MINUTE_MS);
    expect(letIn(one, 5)).toBe(0);
    await end();
  });

  it('loses nothing that comes while a flush is under way', async () => {
    const [one] = replicas as [RequestCounts];
    letIn(one, 2);
    const flushing = one.flush(MINUTE_MS);
    letIn(one, 3);
    await flushing;
    await one.flush(MINUTE_MS);
    expect((await prisma.rateCount.findFirstOrThrow({})).count).toBe(5);
    await end();
  });

  it('writes no refusals: a flood costs nothing but memory', async () => {
    const [one] = replicas as [RequestCounts];
    letIn(one, 500);
    await one.flush(MINUTE_MS);
    expect((await prisma.rateCount.findFirstOrThrow({})).count).toBe(LIMIT + 1);
    await end();
  });

  it('begins anew when the window is over, by the clock of the database', async () => {
    const [one, other] = replicas as [RequestCounts, RequestCounts];
    letIn(one, 20);
    await one.flush(MINUTE_MS);
    await prisma.rateCount.updateMany({ data: { endsAt: new Date(Date.now() - 1000) } });
    letIn(other, 4);
    await other.flush(MINUTE_MS);
    expect((await prisma.rateCount.findFirstOrThrow({})).count).toBe(4);
    await end();
  });

  it('goes on alone without the database, and tells it later', async () => {
    const broken = { isBroken: true };
    const unsure = {
      add: (...added: Parameters<RateCountsRepository['add']>) =>
        broken.isBroken ? Promise.reject(new Error('away')) : counts.add(...added),
    } as RateCountsRepository;
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const one = new RequestCounts(unsure);
    expect(letIn(one, 4)).toBe(4);
    await one.flush(MINUTE_MS);
    expect(await prisma.rateCount.count()).toBe(0);
    broken.isBroken = false;
    await one.flush(MINUTE_MS);
    expect((await prisma.rateCount.findFirstOrThrow({})).count).toBe(4);
    expect(letIn(one, 20)).toBe(6);
    await one.onModuleDestroy();
  });

  it('keeps no addresses and no writers', async () => {
    const [one] = replicas as [RequestCounts];
    letIn(one, 2, 'address:192.0.2.7');
    letIn(one, 3, 'address:192.0.2.8');
    await one.flush(MINUTE_MS);
    const rows = await prisma.rateCount.findMany({ orderBy: { count: 'asc' } });
    expect(rows.map(({ count }) => count)).toEqual([2, 3]);
    expect(JSON.stringify(rows)).not.toMatch(/address|192/);
    await end();
  });
});

describe('RateSweep', () => {
  it('removes what is over by itself, and nothing else', async () => {
    await counts.add(new Map([['old', 1]]), 1);
    await prisma.rateCount.updateMany({ data: { endsAt: new Date(0) } });
    await counts.add(new Map([['new', 2]]), MINUTE_MS);
    const sweep = new RateSweep(counts);
    sweep.onApplicationBootstrap();
    await sweep.onModuleDestroy();
    expect((await prisma.rateCount.findMany()).map(({ count }) => count)).toEqual([2]);
  });
});
