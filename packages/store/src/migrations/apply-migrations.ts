import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { DatabaseSetUpError } from '../errors.js';
import { readMigrations, type Migration } from './read-migrations.js';

/** The lock that Prisma's own engine takes, so that the two can't migrate at the same time. */
const PRISMA_LOCK = 72_707_369;

/** As Prisma's engine makes it, which then accepts our rows as its own. */
const CREATE_TABLE = `
  CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id" VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum" VARCHAR(64) NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "migration_name" VARCHAR(255) NOT NULL,
    "logs" TEXT,
    "rolled_back_at" TIMESTAMPTZ,
    "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count" INTEGER NOT NULL DEFAULT 0
  )`;

export interface Recorded {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
}

/**
 * What is still to be applied.
 *
 * @throws DatabaseSetUpError when the records don't fit this version's migrations
 */
export const pendingMigrations = (
  known: readonly Migration[],
  recorded: readonly Recorded[],
): Migration[] => {
  const byName = new Map(known.map((migration) => [migration.name, migration]));
  for (const record of recorded) {
    const migration = byName.get(record.name);
    if (!migration) {
      throw new DatabaseSetUpError(
        'newer-data',
        `The database is of a newer version of Inkling (it knows the migration "${record.name}", ` +
          'this version does not): start that version, or name other data with DATA_DIR.',
      );
    }
    if (!record.finished) {
      throw new DatabaseSetUpError(
        'migration-failed',
        `The migration "${record.name}" was begun by another tool and not finished: ` +
          'settle it with "npx prisma migrate resolve".',
      );
    }
    if (migration.checksum !== record.checksum) {
      throw new DatabaseSetUpError(
        'migration-failed',
        `The migration "${record.name}" was changed after it was applied: ` +
          'restore its file, and put the change into a new migration.',
      );
    }
  }
  const done = new Set(recorded.map((record) => record.name));
  return known.filter((migration) => !done.has(migration.name));
};

const readRecords = async (client: pg.Client): Promise<Recorded[]> => {
  const { rows } = await client.query<Recorded>(`
    SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
    FROM "_prisma_migrations" WHERE rolled_back_at IS NULL`);
  return rows;
};

const applyOne = async (client: pg.Client, migration: Migration): Promise<void> => {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO "_prisma_migrations"
         (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    const full = (error as { code?: string }).code === '53100';
    throw new DatabaseSetUpError(
      full ? 'disk-full' : 'migration-failed',
      full
        ? 'The disk of the database is full: make room and start again (nothing was changed).'
        : `The migration "${migration.name}" failed and was taken back: ${(error as Error).message}`,
      { cause: error },
    );
  }
};

/**
 * Brings the database up to this version: applies the migrations of `folder` that it lacks, each in
 * one transaction (so no `CREATE INDEX CONCURRENTLY`), and records them as Prisma does. Several
 * processes may call it at once: one works, the others wait and find nothing to do.
 *
 * @param url connection string of a Postgres database
 * @param folder holds `<name>/migration.sql`
 * @returns names of the migrations applied now
 * @throws DatabaseSetUpError `newer-data` when the database has migrations unknown here,
 *   `migration-failed` or `disk-full`; earlier migrations stay applied, the failed one leaves no trace
 */
export const applyMigrations = async (url: string, folder: string): Promise<string[]> => {
  const known = await readMigrations(folder);
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
    await client.query('SET client_min_messages = warning');
    await client.query(CREATE_TABLE);
    const pending = pendingMigrations(known, await readRecords(client));
    for (const migration of pending) await applyOne(client, migration);
    return pending.map((migration) => migration.name);
  } finally {
    // Ending the session frees the lock too.
    await client.end().catch(() => undefined);
  }
};
