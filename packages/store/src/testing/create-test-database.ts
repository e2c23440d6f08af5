import { createHash, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { applyMigrations } from '../migrations/apply-migrations.js';
import { readMigrations } from '../migrations/read-migrations.js';
import { testServerUrl } from './test-server.js';

/** A database of a test's own. */
export interface TestDatabase {
  /** Connection string. */
  readonly url: string;
  /** Removes the database, breaking connections that are still open. */
  drop(): Promise<void>;
}

/** What a database starts with beside its tables. */
export interface DatabaseContent {
  /** Another one for another content. */
  readonly name: string;
  /** @param url of a migrated database without rows */
  fill(url: string): Promise<void>;
}

export interface TestDatabaseOptions {
  /** @defaultValue `prisma/migrations` of this repository */
  readonly migrationsDir?: string;
  /** @defaultValue nothing */
  readonly content?: DatabaseContent;
}

const OUR_MIGRATIONS = fileURLToPath(new URL('../../../../prisma/migrations', import.meta.url));

/** Any number, the same in all test files: only one of them makes the template. */
const TEMPLATE_LOCK = 4_711_001;

const withDatabase = (url: string, name: string): string => {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.toString();
};

const withClient = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const templateName = async (folder: string, content?: DatabaseContent): Promise<string> => {
  const hash = createHash('sha256').update(`${content?.name ?? ''}\n`);
  for (const { name, checksum } of await readMigrations(folder))
    hash.update(`${name} ${checksum}\n`);
  return `template_${hash.digest('hex').slice(0, 16)}`;
};

const hasDatabase = async (client: pg.Client, name: string): Promise<boolean> =>
  (await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])).rowCount === 1;

/** Migrations are applied, and rows made, once a run; each test's database is a copy of the result. */
const ensureTemplate = async (
  client: pg.Client,
  url: string,
  { migrationsDir: folder = OUR_MIGRATIONS, content }: TestDatabaseOptions,
): Promise<string> => {
  const name = await templateName(folder, content);
  const draft = `${name}_draft`;
  await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    if (await hasDatabase(client, name)) return name;
    await client.query(`DROP DATABASE IF EXISTS "${draft}"`);
    await client.query(`CREATE DATABASE "${draft}"`);
    await applyMigrations(withDatabase(url, draft), folder);
    await content?.fill(withDatabase(url, draft));
    await client.query(`ALTER DATABASE "${draft}" RENAME TO "${name}"`);
    return name;
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
};

/**
 * A fresh, migrated database for a test or suite, on an embedded Postgres that all test files of one
 * Jest run share. The first call of a run takes about 2 s, later ones about 50 ms.
 */
export const createTestDatabase = async (
  options: TestDatabaseOptions = {},
): Promise<TestDatabase> => {
  const serverUrl = await testServerUrl();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await withClient(serverUrl, async (client) => {
    const template = await ensureTemplate(client, serverUrl, options);
    await client.query(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  });
  return {
    url: withDatabase(serverUrl, name),
    drop: () =>
      withClient(serverUrl, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      }),
  };
};
