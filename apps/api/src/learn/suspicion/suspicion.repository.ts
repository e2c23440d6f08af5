import { Inject, Injectable } from '@nestjs/common';
import type { SuspicionReason } from '@inkling/contract';
import { Prisma, PrismaClient } from '@inkling/store';
import { vectorOfBytes, type Network, type Task, type WriterRecord } from '@inkling/recognizer';
import { PRISMA } from '../../database/database.module.js';

/** A transaction in which no other process judges. */
export type Turn = Prisma.TransactionClient;

/** A sample that waits for its suspicion. */
export interface WaitingSample {
  readonly sampleId: string;
  readonly task: Task;
  /** What it counts as. */
  readonly label: string;
  readonly status: 'pending' | 'approved' | 'rejected';
  readonly writerId: string | null;
  readonly revision: number;
  readonly glyph: Uint8Array;
  /** It is new, or somebody changed it; otherwise what it is judged by has changed. */
  readonly changed: boolean;
  /** `null` when none was found for this label by this version. */
  readonly clusterId: string | null;
}

export interface FoundSuspicion {
  readonly sampleId: string;
  /** Of the sample that it speaks of: a later one is left alone. */
  readonly revision: number;
  readonly value: number;
  readonly reasons: readonly SuspicionReason[];
  readonly clusterId: string;
  readonly selfConfidence: number;
}

/** The first of a cluster's samples stands for it. */
export interface ClusterLeader {
  readonly clusterId: string;
  readonly label: string;
  /** Of length 1. */
  readonly embedding: Float32Array;
}

/** One process at a time finds suspicions. */
const TURN_LOCK = 4_711_005;
/** Who had a network's last turn: clusters may have come that the next one does not know. */
const lastTurnOf = (network: Network): string => `suspicion:turn:${network}`;

/** A turn waits for inference, and that for the requests of people. */
const PATIENCE = { maxWait: 10_000, timeout: 120_000 };

const OUTDATED_AT_ONCE = 2000;

/**
 * Rows of the queue that are being changed at this moment are passed over instead of waited for: they
 * come up again, and nobody's decision waits in a circle.
 */
@Injectable()
export class SuspicionRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  async isAnyWaiting(network: Network): Promise<boolean> {
    const rows = await this.prisma.$queryRaw<unknown[]>`
      SELECT 1 AS found FROM review_item WHERE network = ${network} AND stale > 0 LIMIT 1`;
    return rows.length > 0;
  }

  async isChampion(modelVersionId: string): Promise<boolean> {
    const row = await this.prisma.modelVersion.findUnique({
      where: { id: modelVersionId },
      select: { status: true },
    });
    return row?.status === 'champion';
  }

  /** Everything that another version judged is to be judged anew. */
  async outdateOthers(network: Network, modelVersionId: string): Promise<void> {
    let marked: number;
    do {
      marked = await this.prisma.$executeRaw`
        UPDATE review_item SET stale = ${STALE}
        WHERE correction_id IN (
          SELECT correction_id FROM review_item
          WHERE network = ${network} AND stale = 0
            AND model_version_id IS DISTINCT FROM ${modelVersionId}::uuid
          LIMIT ${OUTDATED_AT_ONCE}::int FOR UPDATE SKIP LOCKED
        )`;
    } while (marked === OUTDATED_AT_ONCE);
  }

  /**
   * Runs `work` while no other process has a turn.
   *
   * @param work told whether this process had the turn of this network before, too
   * @returns `undefined` when another has it
   */
  async inTurn<T>(
    network: Network,
    processId: string,
    work: (tx: Turn, hadLastTurn: boolean) => Promise<T>,
  ): Promise<T | undefined> {
    return this.prisma.$transaction(async (tx) => {
      const [row] = await tx.$queryRaw<{ mine: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(${TURN_LOCK}) AS mine`;
      if (!row?.mine) return undefined;
      const key = lastTurnOf(network);
      const last = await tx.setting.findUnique({ where: { key } });
      const hadLastTurn = last?.value === processId;
      if (!hadLastTurn) {
        const value = processId;
        await tx.setting.upsert({
          where: { key },
          create: { key, value },
          update: { value },
        });
      }
      return work(tx, hadLastTurn);
    }, PATIENCE);
  }

  /** The most urgent first: what changed, then what waits for review; of equals the newest. */
  async listWaiting(
    tx: Turn,
    network: Network,
    modelVersionId: string,
    limit: number,
  ): Promise<WaitingSample[]> {
    return tx.$queryRaw<WaitingSample[]>`
      SELECT i.sample_id::text AS "sampleId", i.task, i.label, i.status::text AS status,
        i.writer_id::text AS "writerId", s.revision, s.glyph, i.stale = ${CHANGED} AS changed,
        CASE WHEN i.suspicion >= 0 AND i.model_version_id = ${modelVersionId}::uuid
          THEN i.cluster_id::text END AS "clusterId"
      FROM review_item i JOIN sample s ON s.id = i.sample_id
      WHERE i.network = ${network} AND i.stale > 0
      ORDER BY i.stale DESC, i.correction_id DESC
      LIMIT ${limit}::int`;
  }

  /** Of what this version judged, by label: how sure the network alone is of what people said. */
  async meanConfidences(
    network: Network,
    modelVersionId: string,
  ): Promise<{ readonly label: string; readonly samples: number; readonly mean: number }[]> {
    return this.prisma.$queryRaw`
      SELECT label, count(*)::int AS samples, avg(self_confidence) AS mean FROM review_item
      WHERE network = ${network} AND model_version_id = ${modelVersionId}::uuid
        AND status <> 'rejected' AND self_confidence IS NOT NULL
      GROUP BY label`;
  }

  /** What people decided of each writer's corrections; what was approved by itself says nothing. */
  async records(tx: Turn, writerIds: readonly string[]): Promise<Map<string, WriterRecord>> {
    const rows = await tx.$queryRaw<(WriterRecord & { writerId: string })[]>`
      SELECT s.writer_id::text AS "writerId", count(*)::int AS decided,
        (count(*) FILTER (WHERE ${IS_WRONG}))::int AS wrong
      FROM review_item i
      JOIN sample s ON s.id = i.sample_id
      LEFT JOIN sample_revision r ON r.sample_id = s.id AND r.revision = s.revision
      LEFT JOIN review_decision d ON d.id = r.decision_id
      WHERE i.writer_id = ANY(${[...writerIds]}::uuid[]) AND i.status <> 'pending'
        AND NOT coalesce(d.automatic, false)
      GROUP BY s.writer_id`;
    return new Map(rows.map(({ writerId, ...record }) => [writerId, record]));
  }

  /** Those of the samples that a person decided, and whether against their writer. */
  async ownVerdicts(
    tx: Turn,
    sampleIds: readonly string[],
  ): Promise<Map<string, { readonly wrong: boolean }>> {
    const rows = await tx.$queryRaw<{ id: string; wrong: boolean }[]>`
      SELECT s.id::text, (${IS_WRONG}) AS wrong FROM sample s
      LEFT JOIN sample_revision r ON r.sample_id = s.id AND r.revision = s.revision
      LEFT JOIN review_decision d ON d.id = r.decision_id
      WHERE s.id = ANY(${[...sampleIds]}::uuid[]) AND s.status <> 'pending'
        AND NOT coalesce(d.automatic, false)`;
    return new Map(rows.map(({ id, wrong }) => [id, { wrong }]));
  }

  /** Those of the samples that a version, or one that it comes from, was trained on with the same label. */
  async listLearnt(
    tx: Turn,
    modelVersionId: string,
    sampleIds: readonly string[],
  ): Promise<Set<string>> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      WITH RECURSIVE lineage AS (
        SELECT id, parent_id FROM model_version WHERE id = ${modelVersionId}::uuid
        UNION SELECT v.id, v.parent_id FROM model_version v JOIN lineage l ON v.id = l.parent_id
      )
      SELECT DISTINCT t.sample_id::text AS id
      FROM training_sample t
      JOIN training_job j ON j.id = t.job_id
      JOIN lineage l ON l.id = j.challenger_id
      JOIN review_item i ON i.sample_id = t.sample_id AND i.label = t.label
      WHERE t.sample_id = ANY(${[...sampleIds]}::uuid[]) AND t.part = 'train'`;
    return new Set(rows.map(({ id }) => id));
  }

  async listLeaders(tx: Turn, network: Network, modelVersionId: string): Promise<ClusterLeader[]> {
    const rows = await tx.$queryRaw<{ clusterId: string; label: string; vector: Uint8Array }[]>`
      SELECT DISTINCT ON (i.cluster_id) i.cluster_id::text AS "clusterId", i.label, e.vector
      FROM review_item i
      JOIN sample_embedding e
        ON e.sample_id = i.sample_id AND e.model_version_id = ${modelVersionId}::uuid
      WHERE i.network = ${network} AND i.model_version_id = ${modelVersionId}::uuid
        AND i.suspicion >= 0
      ORDER BY i.cluster_id, i.correction_id`;
    return rows.map(({ vector, ...leader }) => ({ ...leader, embedding: vectorOfBytes(vector) }));
  }

  /** What changed meanwhile keeps waiting. @returns how many were saved */
  async save(tx: Turn, modelVersionId: string, found: readonly FoundSuspicion[]): Promise<number> {
    if (found.length === 0) return 0;
    return tx.$executeRaw`
      WITH found AS (
        SELECT * FROM unnest(
          ${found.map(({ sampleId }) => sampleId)}::uuid[],
          ${found.map(({ revision }) => revision)}::int[],
          ${found.map(({ value }) => value)}::float8[],
          ${found.map(({ reasons }) => JSON.stringify(reasons))}::text[],
          ${found.map(({ clusterId }) => clusterId)}::uuid[],
          ${found.map(({ selfConfidence }) => selfConfidence)}::float8[]
        ) AS row (sample_id, revision, value, reasons, cluster_id, self_confidence)
      ), free AS (
        SELECT i.correction_id, found.* FROM found
        JOIN sample s ON s.id = found.sample_id AND s.revision = found.revision
        JOIN review_item i ON i.sample_id = s.id
        ORDER BY i.correction_id
        FOR UPDATE OF i SKIP LOCKED FOR KEY SHARE OF s SKIP LOCKED
      ), queued AS (
        UPDATE review_item SET suspicion = free.value, cluster_id = free.cluster_id,
          self_confidence = free.self_confidence, model_version_id = ${modelVersionId}::uuid, stale = 0
        FROM free WHERE review_item.correction_id = free.correction_id
      )
      INSERT INTO sample_suspicion (sample_id, model_version_id, revision, value, reasons, computed_at)
      SELECT sample_id, ${modelVersionId}::uuid, revision, value, reasons::jsonb, now() FROM free
      ON CONFLICT (sample_id) DO UPDATE SET model_version_id = excluded.model_version_id,
        revision = excluded.revision, value = excluded.value, reasons = excluded.reasons,
        computed_at = excluded.computed_at`;
  }

  /** What these samples say of others has changed. */
  async outdateSamples(tx: Turn, sampleIds: readonly string[]): Promise<void> {
    if (sampleIds.length === 0) return;
    await tx.$executeRaw`
      UPDATE review_item SET stale = ${STALE} WHERE correction_id IN (
        SELECT correction_id FROM review_item
        WHERE sample_id = ANY(${[...sampleIds]}::uuid[]) AND stale = 0
        FOR UPDATE SKIP LOCKED
      )`;
  }

  /** What writers' records say of what else waits of theirs has changed. */
  async outdateWriters(tx: Turn, writerIds: readonly string[]): Promise<void> {
    if (writerIds.length === 0) return;
    await tx.$executeRaw`
      UPDATE review_item SET stale = ${STALE} WHERE correction_id IN (
        SELECT correction_id FROM review_item
        WHERE writer_id = ANY(${[...writerIds]}::uuid[]) AND status = 'pending' AND stale = 0
        FOR UPDATE SKIP LOCKED
      )`;
  }
}

/** See `ReviewItem.stale` in the schema. */
const CHANGED = Prisma.sql`3`;
const STALE = Prisma.sql`CASE status WHEN 'pending' THEN 2 ELSE 1 END`;

const IS_WRONG = Prisma.sql`s.status = 'rejected' OR s.reviewer_label IS NOT NULL`;
