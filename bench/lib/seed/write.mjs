import { newId } from '@inkling/store';
import { seedDrawings } from './drawings.mjs';
import { seedVersions } from './history.mjs';

/** Rows sent at once: their drawings are in the database already, so they are narrow. */
const ROWS_AT_ONCE = 10_000;

/** The drawings, to be joined by their index. */
export async function writeDrawings(client) {
  await client.query(
    'CREATE TEMP TABLE seed_drawing (index int PRIMARY KEY, ink jsonb, glyph bytea)',
  );
  for (const { index, ink, glyph } of seedDrawings) {
    await client.query('INSERT INTO seed_drawing VALUES ($1, $2, $3)', [index, ink, glyph]);
  }
}

/** Copies of each network's first version, and when they were in service. @returns ids by network and version */
export async function writeVersions(client, endMs) {
  const ids = new Map();
  for (const { network, version, fromMs, toMs } of seedVersions(endMs)) {
    const status = toMs === null ? 'champion' : 'retired';
    let id;
    if (version === 1) {
      const { rows } = await client.query(
        `UPDATE model_version SET status = 'retired', created_at = $2 WHERE network = $1 AND version = 1 RETURNING id`,
        [network, new Date(fromMs)],
      );
      id = rows[0].id;
      await client.query('DELETE FROM service_period WHERE model_version_id = $1', [id]);
    } else {
      id = newId();
      await client.query(
        `INSERT INTO model_version (id, network, version, status, origin, parent_id, sha256, card, created_at)
         SELECT $1, network, $2, $3::model_status, 'trained', $4, sha256, card, $5
         FROM model_version WHERE network = $6 AND version = 1`,
        [id, version, status, ids.get(`${network} ${version - 1}`), new Date(fromMs), network],
      );
    }
    await client.query(
      `INSERT INTO service_period (id, model_version_id, started_at, ended_at, started_by, reason)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        ...[newId(), id, new Date(fromMs), toMs === null ? null : new Date(toMs), 'Inkling'],
        version === 1 ? 'shipped with Inkling' : 'it passed the gate',
      ],
    );
    ids.set(`${network} ${version}`, id);
  }
  return ids;
}

export async function writeWriters(client, writers) {
  await client.query(
    `INSERT INTO "user" (id, name, email, is_anonymous, created_at, updated_at)
     SELECT id, name, id::text || '@example.org', is_anonymous, at, at
     FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::timestamptz[]) AS row (id, name, is_anonymous, at)`,
    [
      writers.map(({ id }) => id),
      writers.map(({ name }) => name),
      writers.map(({ isGuest }) => isGuest),
      writers.map(({ startMs }) => new Date(startMs)),
    ],
  );
}

const INSERT_PREDICTIONS = `
  INSERT INTO prediction (id, writer_id, task, network, model_version_id, input_kind, ink, glyph, label,
    probability, certainty, decided_by, decided_by_sample_id, candidates, options, timings, corrected, created_at)
  SELECT row.id, writer_id, network, network, model_version_id, 'ink', ink, glyph, label, probability,
    CASE WHEN probability > 0.8 THEN 'sure' WHEN probability > 0.4 THEN 'unsure' ELSE 'unlike' END::certainty,
    CASE WHEN by_memory THEN 'memory' ELSE 'model' END::decided_by, by_sample,
    jsonb_build_array(jsonb_build_object('label', label, 'probability', probability)), '{"memory": true}',
    jsonb_build_object('preprocess', 0.4, 'model', total * 0.6, 'memory', total * 0.1, 'record', total * 0.1, 'total', total),
    corrected, at
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::int[], $6::text[], $7::float8[],
    $8::boolean[], $9::uuid[], $10::float8[], $11::boolean[], $12::timestamptz[])
    AS row (id, writer_id, network, model_version_id, drawing, label, probability, by_memory, by_sample,
      total, corrected, at)
  JOIN seed_drawing ON seed_drawing.index = row.drawing
  ORDER BY row.id`;

const INSERT_SAID = `
  WITH row AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[],
      $8::text[], $9::int[], $10::timestamptz[])
      AS row (prediction_id, sample_id, correction_id, writer_id, network, label, reviewer_label, status,
        drawing, at)
  ), samples AS (
    INSERT INTO sample (id, network, task, writer_id, glyph, ink, label, given, reviewer_label, status,
      created_at, updated_at)
    SELECT sample_id, network, network, writer_id, glyph, ink, label, label, reviewer_label,
      status::sample_status, at, at
    FROM row JOIN seed_drawing ON seed_drawing.index = row.drawing
  )
  INSERT INTO correction (id, prediction_id, writer_id, sample_id, label, given, created_at, updated_at)
  SELECT correction_id, prediction_id, writer_id, sample_id, label, label, at, at FROM row`;

/** @returns how many predictions and how many corrections were written */
export async function writeHistory(client, history, versions, onProgress = () => undefined) {
  let [predictions, corrections] = [0, 0];
  let rows = [];
  const flush = async () => {
    const of = (value) => rows.map(value);
    await client.query(INSERT_PREDICTIONS, [
      of(({ id }) => id),
      of(({ writer }) => writer?.id ?? null),
      of(({ network }) => network),
      of(({ network, version }) => versions.get(`${network} ${version}`)),
      of(({ drawing }) => drawing),
      of(({ label }) => label),
      of(({ probability }) => probability),
      of(({ byMemory }) => byMemory),
      of(({ bySample }) => bySample),
      of(({ totalMs }) => totalMs),
      of(({ said }) => said !== null),
      of(({ atMs }) => new Date(atMs)),
    ]);
    predictions += rows.length;
    rows = rows.filter(({ said }) => said !== null);
    await client.query(INSERT_SAID, [
      of(({ id }) => id),
      of(({ said }) => said.sampleId),
      of(({ said }) => said.correctionId),
      of(({ writer }) => writer.id),
      of(({ network }) => network),
      of(({ said }) => said.label),
      of(({ said }) => said.reviewerLabel),
      of(({ said }) => said.status),
      of(({ drawing }) => drawing),
      of(({ said }) => new Date(said.atMs)),
    ]);
    corrections += rows.length;
    rows = [];
    onProgress(predictions);
  };
  for (const row of history) {
    rows.push(row);
    if (rows.length === ROWS_AT_ONCE) await flush();
  }
  if (rows.length > 0) await flush();
  return { predictions, corrections };
}
