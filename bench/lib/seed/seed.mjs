import pg from 'pg';
import { writeEmbeddings } from './embeddings.mjs';
import { seedHistory, seedWriters } from './history.mjs';
import { randomOf } from './random.mjs';
import { writeDrawings, writeHistory, writeVersions, writeWriters } from './write.mjs';

/**
 * Fills an installation that nobody has used yet with two years of drawings, in one transaction.
 *
 * @param {string} databaseUrl of a server that was started once, so that its first versions are there
 * @param {{ predictions?: number, writers?: number, seed?: number, endMs?: number, onProgress?: (done: number) => void }} [options]
 */
export async function seedPredictions(databaseUrl, options = {}) {
  const { predictions = 1_000_000, writers: count = 300, seed = 1 } = options;
  const { endMs = Date.now(), onProgress } = options;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query('SELECT EXISTS (SELECT FROM prediction) AS used');
    if (rows[0].used) throw new Error('This installation has predictions: take a new one.');
    const random = randomOf(seed);
    const writers = seedWriters(random, count, endMs);
    await client.query('BEGIN');
    await writeDrawings(client);
    const versions = await writeVersions(client, endMs);
    await writeWriters(client, writers);
    const history = seedHistory({ predictions, writers, endMs, seed });
    const written = await writeHistory(client, history, versions, onProgress);
    await writeEmbeddings(client);
    await client.query(`UPDATE prediction_rollup SET rolled_until = '-infinity'`);
    await client.query(`SELECT roll_up_predictions(now() - interval '1 hour')`);
    await client.query('COMMIT');
    // As the server does by itself after a while.
    await client.query('VACUUM (ANALYZE)');
    return { ...written, writers: count, versions: versions.size };
  } finally {
    await client.end();
  }
}
