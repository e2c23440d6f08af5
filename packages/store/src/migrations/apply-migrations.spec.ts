import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../testing/index.js';
import { applyMigrations } from './apply-migrations.js';

let folder: string;
let database: TestDatabase;

const addMigration = async (name: string, sql: string): Promise<void> => {
  await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, name, 'migration.sql'), sql);
};

const query = async (sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

const COUNT_RECORDS = 'SELECT count(*)::int AS count FROM _prisma_migrations';

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'migrations-'));
  database = await createTestDatabase({ migrationsDir: folder });
});

afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

describe('applyMigrations', () => {
  it('should apply each migration once, in order of their names', async () => {
    await addMigration('0002_fill', "INSERT INTO word VALUES ('ink')");
    await addMigration('0001_make', 'CREATE TABLE word (text text)');
    expect(await applyMigrations(database.url, folder)).toEqual(['0001_make', '0002_fill']);
    await addMigration('0003_more', "INSERT INTO word VALUES ('pen')");
    expect(await applyMigrations(database.url, folder)).toEqual(['0003_more']);
    expect(await applyMigrations(database.url, folder)).toEqual([]);
    expect(await query('SELECT text FROM word ORDER BY text')).toEqual([
      { text: 'ink' },
      { text: 'pen' },
    ]);
  });

  it('should let one of two callers work and the other find nothing to do', async () => {
    await addMigration('0001_make', 'CREATE TABLE word (text text); SELECT pg_sleep(0.2)');
    const applied = await Promise.all([
      applyMigrations(database.url, folder),
      applyMigrations(database.url, folder),
    ]);
    expect(applied.flat()).toEqual(['0001_make']);
  });

  it('should take a failed migration back whole and keep those before it', async () => {
    await addMigration('0001_make', 'CREATE TABLE word (text text)');
    await addMigration('0002_bad', 'CREATE TABLE half (n int); SELECT no_such_function()');
    await expect(applyMigrations(database.url, folder)).rejects.toMatchObject({
      code: 'migration-failed',
      message: expect.stringContaining('0002_bad'),
    });
    expect(await query("SELECT to_regclass('half') AS half, to_regclass('word') AS word")).toEqual([
      { half: null, word: 'word' },
    ]);
    expect(await query(COUNT_RECORDS)).toEqual([{ count: 1 }]);
  });

  it('should refuse a database with a migration that this version lacks', async () => {
    await addMigration('0001_make', 'CREATE TABLE word (text text)');
    await addMigration('0002_future', 'CREATE TABLE future (n int)');
    await applyMigrations(database.url, folder);
    await rm(path.join(folder, '0002_future'), { recursive: true });
    await addMigration('0003_other', 'CREATE TABLE other (n int)');
    await expect(applyMigrations(database.url, folder)).rejects.toMatchObject({
      code: 'newer-data',
      message: expect.stringContaining('0002_future'),
    });
    expect(await query("SELECT to_regclass('other') AS other")).toEqual([{ other: null }]);
  });

  it('should refuse a migration that was changed after it was applied', async () => {
    await addMigration('0001_make', 'CREATE TABLE word (text text)');
    await applyMigrations(database.url, folder);
    await addMigration('0001_make', 'CREATE TABLE word (text text, language text)');
    await expect(applyMigrations(database.url, folder)).rejects.toMatchObject({
      code: 'migration-failed',
      message: expect.stringContaining('changed after it was applied'),
    });
  });
});
