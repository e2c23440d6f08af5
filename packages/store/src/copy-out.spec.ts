import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createPool } from './client.js';
import { Prisma } from './generated/client.js';
import { copyOut, type RowReader } from './copy-out.js';
import { createTestDatabase, type TestDatabase } from './testing/create-test-database.js';

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, { connections: 1 });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const numbers = (count: number) =>
  Prisma.sql`SELECT n::int4 FROM generate_series(1, ${count}) AS n`;

const first = (row: RowReader) => row.int4();

describe('copyOut', () => {
  it('should give values as they are, and NULL as null', async () => {
    const id = '01a00000-0000-7000-8000-0000000000ff';
    const query = Prisma.sql`SELECT ${id}::uuid, NULL::uuid, ${'Tusche – 墨'}, '', ${'\\x00ff0a'}::bytea, -7::int4, 0.25::float8,
      true, false, NULL::bytea`;
    const decode = (row: RowReader) => [
      ...[row.uuid(), row.uuid(), row.text(), row.text(), [...row.bytea()!], row.int4()],
      ...[row.float8(), row.bool(), row.bool(), row.bytea()],
    ];
    const pages = [];
    for await (const page of copyOut(pool, query, 10, decode)) pages.push(page);
    const values = [id, null, 'Tusche – 墨', '', [0, 255, 10], -7, 0.25, true, false, null];
    expect(pages).toEqual([[values]]);
  });

  it('should give all rows in their order, however slow the reader, and none for none', async () => {
    const read = [];
    for await (const page of copyOut(pool, numbers(20_000), 3000, first)) {
      expect(page.length).toBeLessThanOrEqual(3000);
      if (read.length < 9000) await new Promise((resolve) => setTimeout(resolve, 5));
      read.push(...page);
    }
    expect(read).toEqual(Array.from({ length: 20_000 }, (_, at) => at + 1));
    for await (const page of copyOut(pool, numbers(0), 10, first)) expect(page).toBeUndefined();
  });

  it('should leave the pool usable when its reader stops, and when the query fails', async () => {
    for await (const page of copyOut(pool, numbers(1_000_000), 10, first)) {
      expect(page).toHaveLength(10);
      break;
    }
    const failing = copyOut(
      pool,
      Prisma.sql`SELECT 1 / (5 - n) FROM generate_series(1, 9) AS n`,
      1,
      first,
    );
    await expect(
      (async () => {
        for await (const page of failing) expect(page).toHaveLength(1);
      })(),
    ).rejects.toMatchObject({ code: '22012' });
    expect((await pool.query('SHOW statement_timeout')).rows).toEqual([{ statement_timeout: '0' }]);
  });
});
