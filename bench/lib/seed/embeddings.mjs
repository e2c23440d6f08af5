process.env.ORT_DISABLE_TELEMETRY = '1';

import { readFile } from 'node:fs/promises';
import { NETWORKS, normaliseRows, openSession } from '@inkling/recognizer';
import { seedDrawings } from './drawings.mjs';

const engine = await import('onnxruntime-node');

/** What a network makes of each drawing, as rows of the database hold it. */
async function embed(network) {
  const file = new URL(`../../../models/${network}/model.onnx`, import.meta.url);
  const session = await openSession(engine, await readFile(file));
  const vectors = [];
  for (const { glyph } of seedDrawings) {
    const values = Float32Array.from(glyph, (byte) => byte / 255);
    const { embeddings } = await session.run(values, 1);
    const vector = normaliseRows(embeddings, embeddings.length);
    vectors.push(Buffer.from(vector.buffer));
  }
  await session.release();
  return vectors;
}

/**
 * For the versions in service, all copies of the shipped networks: a server that loads them finds what it
 * would compute itself. Needs the temporary table of drawings.
 */
export async function writeEmbeddings(client) {
  const { rows } = await client.query(
    // Lines read no glyphs.
    `SELECT id, network FROM model_version WHERE status = 'champion' AND network = ANY ($1)`,
    [NETWORKS],
  );
  for (const { id, network } of rows) {
    await client.query(
      `INSERT INTO sample_embedding (sample_id, model_version_id, vector)
       SELECT sample.id, $1, made.vector
       FROM sample
       JOIN seed_drawing ON seed_drawing.glyph = sample.glyph
       JOIN unnest($2::int[], $3::bytea[]) AS made (index, vector) ON made.index = seed_drawing.index
       WHERE sample.network = $4`,
      [id, seedDrawings.map(({ index }) => index), await embed(network), network],
    );
  }
}
