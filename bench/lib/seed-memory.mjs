import { randomUUID } from 'node:crypto';
import { normaliseRows } from '@inkling/recognizer';
import pg from 'pg';

const ROWS_AT_ONCE = 1000;

/** A vector like another one, as a second drawing of the same character has it; of length 1. */
export function alike(vector, random) {
  const noise = Float32Array.from(vector, (value) => value + (random() - 0.5) * 0.12);
  return normaliseRows(noise, noise.length);
}

const CHECKED = 8;

/** Behind all others. */
const newestId = () => `ffffffff-ffff-${randomUUID().slice(14)}`;

/** Two glyphs are the same only by chance. */
const glyphOf = (random) =>
  Buffer.from(Uint8Array.from({ length: 784 }, (_, at) => (at % 3 === 0 ? random() * 256 : 0)));

/**
 * Writes so many approved samples of fifty writers with their embeddings by the version in service, past the
 * API: what matters is how many there are.
 *
 * @param {{ databaseUrl: string, network: string, count: number, seeds: { label: string, vector: Float32Array, glyph: Buffer }[], random: () => number }} options
 * @returns {Promise<Float32Array[]>} the vectors
 */
export async function seedMemory({ databaseUrl, network, count, seeds, random }) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const writers = Array.from({ length: 50 }, () => randomUUID());
    await client.query(
      `INSERT INTO "user" (id, name, email)
       SELECT id, 'Writer', id || '@example.org' FROM unnest($1::uuid[]) AS id`,
      [writers],
    );
    const vectors = [];
    for (let first = 0; first < count; first += ROWS_AT_ONCE) {
      const rows = Array.from({ length: Math.min(ROWS_AT_ONCE, count - first) }, (_, at) => {
        const seed = seeds[(first + at) % seeds.length];
        // A version that is loaded must embed the newest as they are stored.
        if (first + at < CHECKED) return { ...seed, id: newestId() };
        const { label, vector } = seed;
        return { id: randomUUID(), label, vector: alike(vector, random), glyph: glyphOf(random) };
      });
      const column = (read) => rows.map(read);
      await client.query(
        `WITH new AS (
           SELECT * FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::bytea[], $5::uuid[])
             AS new (id, label, glyph, vector, writer)
         ), inserted AS (
           INSERT INTO sample (id, network, task, writer_id, glyph, label, given, status)
           SELECT id, $6, $6, writer, glyph, label, label, 'approved' FROM new
         )
         INSERT INTO sample_embedding (sample_id, model_version_id, vector)
         SELECT new.id, version.id, new.vector
         FROM new, model_version AS version WHERE version.network = $6 AND version.status = 'champion'`,
        [
          column(({ id }) => id),
          column(({ label }) => label),
          column(({ glyph }) => glyph),
          column(({ vector }) => Buffer.from(vector.buffer)),
          column((_, at) => writers[at % writers.length]),
          network,
        ],
      );
      vectors.push(...column(({ vector }) => vector));
    }
    await client.query('VACUUM ANALYZE');
    return vectors;
  } finally {
    await client.end();
  }
}
