import { createPrismaClient } from '@inkling/store';

/**
 * Fills a database with so many corrections of fifty writers: six in ten approved, three waiting, one
 * rejected; four in ten not what was predicted; suspicions and clusters as if they had been found. By SQL
 * alone: what matters is how many rows there are, and how they are spread.
 */
export async function seedReview(databaseUrl, samples) {
  const prisma = createPrismaClient(databaseUrl, { connections: 1 });
  try {
    // At once, or the API would set about finding the suspicions.
    await prisma.$transaction(
      async (tx) => {
        for (const statement of statements(samples)) await tx.$executeRawUnsafe(statement);
      },
      { timeout: 600_000 },
    );
    await prisma.$executeRawUnsafe('VACUUM ANALYZE');
  } finally {
    await prisma.$disconnect();
  }
}

/** Of a row's number, growing as ids do with time. */
const id = (number, kind) =>
  `('01990000-0000-7000-8${kind}00-' || lpad(to_hex(${number}), 12, '0'))::uuid`;

/** A number from 0 to below, the same for the same row. */
const some = (below, salt) => `(abs(hashint4((i * 8 + ${salt})::int)) % ${below})`;

const LABELS = "'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt'";

function statements(samples) {
  const rows = `generate_series(1, ${samples}) AS i`;
  const label = (salt) => `CASE WHEN ${some(10, 1)} < 3
    THEN substr(${LABELS}, ${some(10, salt)} + 1, 1)
    ELSE substr(${LABELS}, ${some(37, salt)} + 11, 1) END`;
  const labelsOf = `SELECT i, ${label(2)} AS label,
      CASE WHEN ${some(10, 3)} < 4 THEN ${label(4)} ELSE ${label(2)} END AS predicted,
      CASE WHEN ${some(10, 1)} < 3 THEN 'digits' ELSE 'characters' END AS network,
      CASE WHEN ${some(10, 1)} < 3 THEN 'digits' ELSE 'letters' END AS task,
      ${id(some(50, 5), '0')} AS writer_id
    FROM ${rows}`;
  const ink = `'{"strokes": [[${Array.from({ length: 30 }, (_, at) => `[${at * 3}, ${at * 5}]`)}]]}'`;
  const glyph = `decode(rpad(repeat(md5(i::text), 18), 1568, '0'), 'hex')`;
  return [
    `INSERT INTO "user" (id, name, email)
      SELECT ${id('i', '0')}, 'Writer ' || i, 'writer-' || i || '@example.org'
      FROM generate_series(0, 49) AS i`,
    `INSERT INTO prediction (id, writer_id, task, network, model_version_id, input_kind, ink, glyph, label,
        probability, certainty, decided_by, candidates, options, timings, corrected)
      SELECT ${id('i', '1')}, writer_id, task, r.network, v.id, 'ink', ${ink}::jsonb, ${glyph}, predicted,
        0.8, 'sure', 'model', '[]', '{}', '{}', true
      FROM (${labelsOf}) r JOIN model_version v ON v.network = r.network AND v.status = 'champion'`,
    `INSERT INTO sample (id, network, task, writer_id, glyph, ink, label, given, status)
      SELECT ${id('i', '2')}, network, task, writer_id, ${glyph}, ${ink}::jsonb, label, label,
        (CASE WHEN ${some(10, 6)} < 6 THEN 'approved' WHEN ${some(10, 6)} < 9 THEN 'pending'
          ELSE 'rejected' END)::sample_status
      FROM (${labelsOf}) r`,
    `INSERT INTO correction (id, prediction_id, writer_id, sample_id, label, given)
      SELECT ${id('i', '3')}, ${id('i', '1')}, writer_id, ${id('i', '2')}, label, label
      FROM (${labelsOf}) r`,
    `UPDATE review_item SET stale = 0, suspicion = power(random(), 8), self_confidence = random(),
      cluster_id = ${id('hashtext(label) % 100 + 100 + (hashtext(sample_id::text) % 20 + 20) * 1000', '4')},
      model_version_id = (SELECT id FROM model_version v
        WHERE v.network = review_item.network AND v.status = 'champion')`,
    `INSERT INTO sample_suspicion (sample_id, model_version_id, revision, value, reasons)
      SELECT sample_id, model_version_id, 1, suspicion,
        '[{"kind": "network", "text": "The network alone reads 7 (98 %) and gives 4 less than 1 %.", "weight": 4.2},
          {"kind": "neighbours", "text": "Of 8 samples that look like it 1 is 4, 7 are 7.", "weight": 1.3}]'
      FROM review_item`,
  ];
}
