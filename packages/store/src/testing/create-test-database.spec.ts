import { afterAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import {
  createTestDatabase,
  type DatabaseContent,
  type TestDatabase,
} from './create-test-database.js';

const made: TestDatabase[] = [];

const make = async (content?: DatabaseContent): Promise<TestDatabase> => {
  const database = await createTestDatabase({ content });
  made.push(database);
  return database;
};

afterAll(() => Promise.all(made.map((database) => database.drop())));

const connect = async (database: TestDatabase): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

describe('createTestDatabase', () => {
  it('should give each caller a database of its own with all migrations', async () => {
    const [one, two] = await Promise.all([make(), make()]);
    const [first, second] = await Promise.all([connect(one), connect(two)]);
    try {
      await first.query('CREATE TABLE only_here (n int)');
      const found = await second.query("SELECT to_regclass('only_here') AS table");
      expect(found.rows).toEqual([{ table: null }]);
      const records = await second.query('SELECT migration_name FROM _prisma_migrations');
      expect(records.rowCount).toBeGreaterThan(0);
    } finally {
      await Promise.all([first.end(), second.end()]);
    }
  });

  it('should make its content once, and give each caller a copy', async () => {
    let made = 0;
    const content: DatabaseContent = {
      name: 'a word',
      fill: async (url) => {
        made++;
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        await client.query("CREATE TABLE word AS SELECT 'ink' AS text");
        await client.end();
      },
    };
    const databases = [await make(content), await make(content)];
    const [first, second] = await Promise.all(databases.map(connect));
    try {
      await first!.query('DELETE FROM word');
      expect((await second!.query('SELECT text FROM word')).rows).toEqual([{ text: 'ink' }]);
      expect(made).toBe(1);
      const { rows } = await (await connect(await make())).query("SELECT to_regclass('word') AS t");
      expect(rows).toEqual([{ t: null }]);
    } finally {
      await Promise.all([first!.end(), second!.end()]);
    }
  });

  it('should drop a database that is still in use', async () => {
    const database = await createTestDatabase();
    const client = await connect(database);
    await database.drop();
    await expect(client.query('SELECT 1')).rejects.toThrow();
    await client.end().catch(() => undefined);
    await expect(connect(database)).rejects.toMatchObject({ code: '3D000' });
  });
});
