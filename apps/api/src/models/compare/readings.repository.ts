import { Inject, Injectable } from '@nestjs/common';
import { MOST_COMPARED_SAMPLES } from '@inkling/contract';
import { PrismaClient } from '@inkling/store';
import { isLearnable } from '@inkling/store/training';
import type { Network, Task } from '@inkling/recognizer';
import { PRISMA } from '../../database/database.module.js';

/** What a version made of a sample. */
export interface Reading {
  readonly label: string;
  /** Of that label, 0..1. */
  readonly probability: number;
}

export interface UnreadSample {
  readonly id: string;
  readonly task: Task;
  /** One byte a pixel, 255 is ink. */
  readonly glyph: Uint8Array;
}

/** A sample that both versions have read. */
export interface ReadByBoth {
  readonly id: string;
  readonly task: Task;
  /** The reviewer's label, or else the writer's. */
  readonly label: string;
  /** One of the two versions was trained on it, or one that it descends from. */
  readonly learnt: boolean;
  readonly a: Reading;
  readonly b: Reading;
}

export interface Progress {
  /** Approved samples of the network, the old ones too. */
  readonly approved: number;
  /** How many of them a comparison looks at. */
  readonly compared: number;
  readonly readByA: number;
  readonly readByB: number;
}

/** What versions made of approved samples, the newest `MOST_COMPARED_SAMPLES` of a network. */
@Injectable()
export class ReadingsRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  async progress(network: Network, a: string, b: string): Promise<Progress> {
    const [row] = await this.prisma.$queryRaw<Progress[]>`
      WITH compared AS (
        SELECT id FROM sample WHERE ${isLearnable(network)}
        ORDER BY id DESC LIMIT ${MOST_COMPARED_SAMPLES}::int
      )
      SELECT
        (SELECT count(*)::int FROM sample
          WHERE ${isLearnable(network)}) AS approved,
        count(*)::int AS compared,
        count(of_a.label)::int AS "readByA",
        count(of_b.label)::int AS "readByB"
      FROM compared
      LEFT JOIN sample_reading of_a
        ON of_a.sample_id = compared.id AND of_a.model_version_id = ${a}::uuid
      LEFT JOIN sample_reading of_b
        ON of_b.sample_id = compared.id AND of_b.model_version_id = ${b}::uuid`;
    return row!;
  }

  /** Ids of the samples that a version has yet to read, newest first. */
  async listUnread(network: Network, modelVersionId: string): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      SELECT compared.id::text FROM (
        SELECT id FROM sample WHERE ${isLearnable(network)}
        ORDER BY id DESC LIMIT ${MOST_COMPARED_SAMPLES}::int
      ) compared
      WHERE NOT EXISTS (
        SELECT FROM sample_reading reading
        WHERE reading.sample_id = compared.id AND reading.model_version_id = ${modelVersionId}::uuid
      )
      ORDER BY compared.id DESC`;
    return rows.map(({ id }) => id);
  }

  /** Those that were deleted meanwhile are left out. */
  getSamples(ids: readonly string[]): Promise<UnreadSample[]> {
    return this.prisma.$queryRaw<UnreadSample[]>`
      SELECT id::text, task, glyph FROM sample WHERE id = ANY(${ids}::uuid[])`;
  }

  async save(
    modelVersionId: string,
    readings: readonly (Reading & { readonly sampleId: string })[],
  ): Promise<void> {
    const ids = readings.map(({ sampleId }) => sampleId);
    const labels = readings.map(({ label }) => label);
    const probabilities = readings.map(({ probability }) => probability);
    await this.prisma.$executeRaw`
      INSERT INTO sample_reading (sample_id, model_version_id, label, probability)
      SELECT new.id, ${modelVersionId}::uuid, new.label, new.probability
      FROM unnest(${ids}::uuid[], ${labels}::text[], ${probabilities}::float8[])
        AS new (id, label, probability)
      JOIN sample ON sample.id = new.id
      ON CONFLICT DO NOTHING`;
  }

  /** Newest first. */
  async listReadByBoth(network: Network, a: string, b: string): Promise<ReadByBoth[]> {
    const rows = await this.prisma.$queryRaw<JoinedRow[]>`
      WITH RECURSIVE lineage AS (
        SELECT id, parent_id FROM model_version WHERE id IN (${a}::uuid, ${b}::uuid)
        UNION
        SELECT parent.id, parent.parent_id
        FROM model_version parent JOIN lineage ON lineage.parent_id = parent.id
      ), learnt AS (
        SELECT DISTINCT trained.sample_id
        FROM training_sample trained
        JOIN training_job job ON job.id = trained.job_id
        JOIN lineage ON lineage.id = job.challenger_id
        WHERE trained.part = 'train'
      ), compared AS (
        SELECT id, task, coalesce(reviewer_label, label) AS label FROM sample
        WHERE ${isLearnable(network)}
        ORDER BY id DESC LIMIT ${MOST_COMPARED_SAMPLES}::int
      )
      SELECT compared.id::text, compared.task, compared.label,
        learnt.sample_id IS NOT NULL AS learnt,
        of_a.label AS "labelA", of_a.probability AS "probabilityA",
        of_b.label AS "labelB", of_b.probability AS "probabilityB"
      FROM compared
      JOIN sample_reading of_a
        ON of_a.sample_id = compared.id AND of_a.model_version_id = ${a}::uuid
      JOIN sample_reading of_b
        ON of_b.sample_id = compared.id AND of_b.model_version_id = ${b}::uuid
      LEFT JOIN learnt ON learnt.sample_id = compared.id
      ORDER BY compared.id DESC`;
    return rows.map(({ labelA, probabilityA, labelB, probabilityB, ...row }) => ({
      ...row,
      a: { label: labelA, probability: probabilityA },
      b: { label: labelB, probability: probabilityB },
    }));
  }

  async getGlyphs(ids: readonly string[]): Promise<Map<string, Uint8Array>> {
    const samples = await this.getSamples(ids);
    return new Map(samples.map(({ id, glyph }) => [id, glyph]));
  }
}

interface JoinedRow extends Omit<ReadByBoth, 'a' | 'b'> {
  readonly labelA: string;
  readonly probabilityA: number;
  readonly labelB: string;
  readonly probabilityB: number;
}
