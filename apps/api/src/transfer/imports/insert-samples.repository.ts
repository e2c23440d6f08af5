import { Inject, Injectable } from '@nestjs/common';
import { MOST_REFUSALS } from '@inkling/contract';
import type { Network } from '@inkling/recognizer';
import { MEMORY_CHANNEL } from '@inkling/store';
import type { Pool } from 'pg';
import { newId } from '../../common/id.js';
import { POOL } from '../../database/database.module.js';
import { ReplicaId } from '../../recognise/memory/memory-channel.js';
import { LEASE_S } from './lease.js';
import type { NewSample, RefusedRow } from './new-sample.js';

/** Rows of a file that come one after the other, and what becomes of them. */
export interface ImportBatch {
  /** The last row that was done before it. */
  readonly after: number;
  /** The last row that is done with it. */
  readonly seen: number;
  readonly samples: readonly (NewSample & {
    /** It is to be in memory once it is approved. */
    readonly remembered: boolean;
  })[];
  readonly refused: readonly RefusedRow[];
  readonly leftOut: number;
}

export interface InsertedSample {
  readonly id: string;
  readonly network: Network;
  /** What it counts as. */
  readonly label: string;
  /** It is in everybody's memory from now on. */
  readonly isShared: boolean;
}

export interface Inserted {
  readonly samples: readonly InsertedSample[];
  readonly isCancelled: boolean;
}

/** An import that was cancelled, or that another process has ended or gone on with. */
export class ImportEndedError extends Error {
  override readonly name = 'ImportEndedError';
}

/** Of an import, so many are judged by suspicion: what is known of each group of look-alikes is kept in memory. */
const MOST_JUDGED = 100_000;

/** Whoever looks which drawings are there and adds the others holds this advisory lock: two imports may bring the same. */
const ADDING_LOCK = 4_711_017;

/**
 * Samples, their first revisions and their places in the review queue by one statement. The glyphs come as one block: as
 * an array they would have to be written as text. A drawing that is there already with the same label is left out.
 */
const INSERT = `
  WITH given AS (
    SELECT row.*, substring($9::bytea FROM (n::int - 1) * 784 + 1 FOR 784) AS glyph,
      coalesce(reviewer_label, label) AS counts_as
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
      $8::jsonb[], $10::timestamptz[], $11::timestamptz[], $12::bool[], $13::int[])
      WITH ORDINALITY AS row (id, network, task, label, given, reviewer_label, status, ink, created_at,
        updated_at, remembered, at, n)
  ), fresh AS (
    SELECT DISTINCT ON (network, md5(glyph), counts_as) * FROM given
    WHERE NOT EXISTS (
      SELECT FROM sample s WHERE s.network = given.network AND md5(s.glyph) = md5(given.glyph)
        AND coalesce(s.reviewer_label, s.label) = given.counts_as)
    ORDER BY network, md5(glyph), counts_as, n
  ), added AS (
    INSERT INTO sample (id, network, task, glyph, ink, label, given, reviewer_label, status, origin,
      import_id, remembered, created_at, updated_at)
    SELECT id, network, task, glyph, ink, label, given, reviewer_label, status::sample_status, 'import',
      $14::uuid, remembered, coalesce(created_at, now()), coalesce(updated_at, created_at, now())
    FROM fresh ORDER BY n
  ), said AS (
    INSERT INTO sample_revision (id, sample_id, revision, change, label, reviewer_label, status, by_id)
    SELECT id, id, 1, 'imported', label, reviewer_label, status::sample_status, $15::uuid FROM fresh
  ), queued AS (
    INSERT INTO review_item (correction_id, sample_id, network, task, status, label, cluster_id, stale)
    SELECT id, id, network, task, status::sample_status, counts_as, id,
      CASE WHEN at <= ${MOST_JUDGED} THEN 3 ELSE -1 END
    FROM fresh
  )
  SELECT id::text, network, counts_as AS label, status = 'approved' AND remembered AS "isShared"
  FROM fresh ORDER BY n`;

/**
 * Counts what is done, in the transaction that did it: after a crash the next process goes on behind it, and one that was
 * taken for gone can't do the same rows again.
 */
const COUNT = `
  UPDATE sample_import SET seen = $2, imported = imported + $3, duplicates = duplicates + $4,
    refused = refused + $5, left_out = left_out + $6,
    lease_until = now() + make_interval(secs => ${LEASE_S})
  WHERE id = $1::uuid AND status = 'running' AND seen = $7
  RETURNING cancel_requested_at IS NOT NULL AS "isCancelled"`;

const REFUSE = `
  INSERT INTO import_refusal (import_id, row, place, reason)
  SELECT $1::uuid, row.* FROM unnest($2::int[], $3::text[], $4::text[]) AS row
  LIMIT greatest(0, ${MOST_REFUSALS} - (SELECT count(*) FROM import_refusal WHERE import_id = $1::uuid))
  ON CONFLICT DO NOTHING`;

const ANNOUNCE = `SELECT pg_notify($1, news) FROM unnest($2::text[]) AS news`;

@Injectable()
export class InsertSamplesRepository {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly replica: ReplicaId,
  ) {}

  /**
   * All of a batch or none. Other replicas are told of what is in memory from now on.
   *
   * @throws ImportEndedError when the import does not run any more, or another process has gone on with it
   */
  async insert(
    importId: string,
    byId: string | null,
    { after, seen, samples, refused, leftOut }: ImportBatch,
  ): Promise<Inserted> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT pg_advisory_xact_lock($1)', [ADDING_LOCK]);
      const { rows: inserted } =
        samples.length === 0
          ? { rows: [] }
          : await client.query<InsertedSample>(INSERT, valuesOf(importId, byId, samples));
      if (refused.length > 0) await client.query(REFUSE, refusalsOf(importId, refused));
      const duplicates = samples.length - inserted.length;
      const counts = [seen, inserted.length, duplicates, refused.length, leftOut, after];
      const { rows } = await client.query<{ isCancelled: boolean }>(COUNT, [importId, ...counts]);
      if (!rows[0])
        throw new ImportEndedError(`the import ${importId} is not this process's any more`);
      await client.query(ANNOUNCE, [MEMORY_CHANNEL, this.newsOf(inserted)]);
      await client.query('COMMIT');
      return { samples: inserted, isCancelled: rows[0].isCancelled };
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  private newsOf(inserted: readonly InsertedSample[]): string[] {
    const from = this.replica.value;
    return inserted
      .filter(({ isShared }) => isShared)
      .map(({ id, network }) => JSON.stringify({ sampleId: id, network, from }));
  }
}

function valuesOf(
  importId: string,
  byId: string | null,
  samples: ImportBatch['samples'],
): unknown[] {
  const column = <T>(of: (sample: ImportBatch['samples'][number]) => T): T[] => samples.map(of);
  return [
    column(() => newId()),
    column(({ network }) => network),
    column(({ task }) => task),
    column(({ label }) => label),
    column(({ given }) => given),
    column(({ reviewerLabel }) => reviewerLabel),
    column(({ status }) => status),
    column(({ ink }) => (ink === null ? null : JSON.stringify(ink))),
    Buffer.concat(column(({ glyph }) => glyph)),
    column(({ createdAt }) => createdAt),
    column(({ updatedAt }) => updatedAt),
    column(({ remembered }) => remembered),
    column(({ row }) => row),
    importId,
    byId,
  ];
}

const refusalsOf = (importId: string, refused: readonly RefusedRow[]): unknown[] => [
  importId,
  refused.map(({ row }) => row),
  refused.map(({ place }) => place),
  refused.map(({ reason }) => reason),
];
