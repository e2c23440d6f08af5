import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { createPrismaClient, DatabaseAway, databaseTrouble, type PrismaClient } from '../index.js';
import {
  createTestDatabase,
  freezable,
  type Freezable,
  type TestDatabase,
} from '../testing/index.js';
import { DatabasePulse } from './database-pulse.js';

const CONNECTIONS = 3;

let database: TestDatabase;
let proxy: Freezable;
let pulse: DatabasePulse;
let prisma: PrismaClient;
beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await freezable(database.url);
  pulse = new DatabasePulse(proxy.url, { everyMs: 50 });
  pulse.start();
  prisma = createPrismaClient(proxy.url, { connections: CONNECTIONS, pulse });
});
afterAll(async () => {
  await prisma.$disconnect();
  await pulse.stop();
  await proxy.close();
  await database.drop();
});

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await wait(20);
};

const transaction = () => prisma.$transaction((tx) => tx.user.count());

/** What it fails with. */
const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** More than there are connections: none may be lost on the way. */
const many = (work: () => Promise<unknown>): Promise<unknown>[] =>
  Array.from({ length: 3 * CONNECTIONS }, work);

describe('a client with a pulse', () => {
  it('should break off what waits for a database that hangs, refuse more, and go on afterwards', async () => {
    expect(await transaction()).toBe(0);
    let waiting: Promise<unknown>[] = [];
    const begun = prisma.$transaction(async (tx) => {
      await tx.user.count();
      proxy.freeze();
      waiting = [...many(transaction), ...many(() => prisma.user.count())];
      await tx.user.count();
    });
    const failures = [await failure(begun), ...(await Promise.all(waiting.map(failure)))];
    // A transaction that waits for its beginning may run out of its own time first.
    expect(failures.map(databaseTrouble)).not.toContain(undefined);
    expect(failures.filter((error) => error instanceof DatabaseAway).length).toBeGreaterThan(9);
    expect(pulse.isAway).toBe(true);
    expect(await failure(transaction())).toBeInstanceOf(DatabaseAway);

    proxy.thaw();
    await until(() => !pulse.isAway);
    expect(new Set(await Promise.all(many(transaction)))).toEqual(new Set([0]));
  });

  it('should not take a connection that was cut for a database that is away', async () => {
    await prisma.$executeRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    await wait(200);
    expect(pulse.isAway).toBe(false);
    expect(await transaction()).toBe(0);
  });

  it('should not wait for a server that takes no connections', async () => {
    const other = await freezable(database.url);
    other.freeze();
    const client = createPrismaClient(other.url, { pulse });
    expect(await failure(client.user.count())).toBeInstanceOf(DatabaseAway);
    expect(pulse.isAway).toBe(false);
    await client.$disconnect();
    await other.close();
  });

  it('should notice a database that is gone', async () => {
    const gone = new DatabasePulse('postgresql://nobody@127.0.0.1:1/none', { everyMs: 50 });
    gone.start();
    await until(() => gone.isAway);
    await gone.stop();
  });
});

describe('databaseTrouble', () => {
  const raised = (code: string) =>
    failure(
      prisma.$executeRawUnsafe(
        `DO $$ BEGIN RAISE EXCEPTION 'said' USING ERRCODE = '${code}'; END $$`,
      ),
    );

  it('should tell what the database is to blame for from what a question is', async () => {
    expect(databaseTrouble(await raised('53100'))).toBe('full');
    expect(databaseTrouble(await raised('57P03'))).toBe('away');
    expect(databaseTrouble(await raised('08006'))).toBe('away');
    expect(databaseTrouble(await raised('22P02'))).toBeUndefined();
    expect(databaseTrouble(await failure(prisma.$executeRaw`SELECT 1 / 0`))).toBeUndefined();
    expect(databaseTrouble(new Error('Connection terminated unexpectedly'))).toBe('away');
    // Of a mail server, say.
    const other = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    expect(databaseTrouble(other)).toBeUndefined();
  });

  it('should tell from a statement that takes too long, and a server that is not there', async () => {
    const slow = prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL statement_timeout = 10`;
      await tx.$executeRaw`SELECT pg_sleep(1)`;
    });
    expect(databaseTrouble(await failure(slow))).toBe('busy');
    const nowhere = createPrismaClient('postgresql://nobody@127.0.0.1:1/none');
    expect(databaseTrouble(await failure(nowhere.user.count()))).toBe('away');
    await nowhere.$disconnect();
  });
});
