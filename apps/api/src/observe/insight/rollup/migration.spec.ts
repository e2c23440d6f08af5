import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { applyMigrations, createPool, createPrismaClient, newId } from '@inkling/store';
import { createTestDatabase } from '@inkling/store/testing';
import { forgetCounts, putDrawn } from '../testing/drawn.js';
import { putWritten } from '../testing/written.js';

const MIGRATIONS = fileURLToPath(new URL('../../../../../../prisma/migrations', import.meta.url));
const OURS = '20261121203500_insight';

it('counts what was there before there were counts', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'inkling-migrations-'));
  for (const name of await readdir(MIGRATIONS)) {
    if (name < OURS)
      await cp(path.join(MIGRATIONS, name), path.join(folder, name), { recursive: true });
  }
  const database = await createTestDatabase({ migrationsDir: folder });
  const prisma = createPrismaClient(database.url);
  try {
    const [version, sha256] = [newId(), 'a'.repeat(64)];
    await prisma.$executeRaw`INSERT INTO model_file (sha256, size) VALUES (${sha256}, 1)`;
    await prisma.$executeRaw`
      INSERT INTO model_version (id, network, version, status, origin, sha256, card)
      VALUES (${version}::uuid, 'digits', 1, 'champion', 'shipped', ${sha256}, '{}')`;
    // Two in the same quarter of an hour, one a month before without a noted time, one of this minute.
    await prisma.$executeRaw`
      INSERT INTO prediction (id, task, network, model_version_id, input_kind, glyph, label, probability,
        certainty, decided_by, candidates, options, timings, created_at)
      SELECT gen_random_uuid(), 'digits', 'digits', ${version}::uuid, 'ink', '', '7', 0.9, 'sure',
        made.by::decided_by, '[]', '{}', made.timings::jsonb, made.at
      FROM (VALUES
        ('model', '{"total": 1}', timestamptz '2026-05-05 10:00:00Z'),
        ('memory', '{"total": 1}', '2026-05-05 10:14:59Z'),
        ('model', '{"a": "b"}', '2026-04-05 10:00:00Z'),
        ('model', '{"total": 1}', now())
      ) AS made (by, timings, at)`;
    await applyMigrations(database.url, MIGRATIONS);
    expect(
      await prisma.$queryRaw`
        SELECT slot, predictions, by_memory FROM prediction_count ORDER BY slot`,
    ).toEqual([
      { slot: new Date('2026-04-05T10:00:00Z'), predictions: 1, by_memory: 0 },
      { slot: new Date('2026-05-05T10:00:00Z'), predictions: 2, by_memory: 1 },
    ]);
    // From 1 ms to 1.19: two octaves above 0.25 ms.
    expect(await prisma.$queryRaw`SELECT bin, predictions FROM prediction_latency`).toEqual([
      { bin: 8, predictions: 2 },
    ]);
  } finally {
    await prisma.$disconnect();
    await database.drop();
    await rm(folder, { recursive: true });
  }
});

it('takes the characters that lines taught out of the latencies', async () => {
  const database = await createTestDatabase();
  const prisma = createPrismaClient(database.url);
  const migrate = async () => {
    const pool = createPool(database.url);
    const name = '20261129100000_no_latency_of_taught_characters';
    await pool.query(await readFile(path.join(MIGRATIONS, name, 'migration.sql'), 'utf8'));
    await pool.end();
  };
  const latencies = () => prisma.$queryRaw`
    SELECT bin, sum(predictions)::int AS predictions FROM prediction_latency
    GROUP BY 1 HAVING sum(predictions) <> 0 ORDER BY 1`;
  try {
    const sha256 = 'a'.repeat(64);
    await prisma.modelFile.create({ data: { sha256, size: 1 } });
    const modelVersionId = newId();
    const version = {
      network: 'digits',
      version: 1,
      status: 'champion',
      origin: 'shipped',
    } as const;
    await prisma.modelVersion.create({
      data: { id: modelVersionId, ...version, sha256, card: {} },
    });
    const at = '2026-05-05T10:00:00Z';
    const lineId = await putWritten(prisma, { at, modelVersionId, text: '29' });
    // One drawn by itself so quickly that it is in the same bin, a slow one, and two of a line.
    const [, , ...taught] = await Promise.all(
      [0.1, 1, 0, 0].map((totalMs) => putDrawn(prisma, { at, modelVersionId, totalMs })),
    );
    await prisma.prediction.updateMany({
      where: { id: { in: taught.map(({ predictionId }) => predictionId) } },
      data: { lineId },
    });
    const rollUp = () => prisma.$queryRaw`SELECT roll_up_predictions(now())::int AS added`;
    await forgetCounts(prisma);
    await rollUp();
    expect(await latencies()).toEqual([
      { bin: 0, predictions: 3 },
      { bin: 8, predictions: 1 },
    ]);
    const expected = [
      { bin: 0, predictions: 1 },
      { bin: 8, predictions: 1 },
    ];
    for (let time = 0; time < 2; time++) {
      await migrate();
      expect(await latencies()).toEqual(expected);
    }
    // And counted anew it is the same.
    await forgetCounts(prisma);
    await rollUp();
    expect(await latencies()).toEqual(expected);
  } finally {
    await prisma.$disconnect();
    await database.drop();
  }
});
