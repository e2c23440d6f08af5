import { Inject, Injectable } from '@nestjs/common';
import { isSymbol } from '@inkling/recognizer';
import { Prisma, PrismaClient, servesItsWriter } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';

export interface AlphabetSample {
  readonly id: string;
  readonly label: string;
  readonly glyph: Uint8Array;
  /** The writer's, and not an approved one of somebody else. */
  readonly own: boolean;
}

export interface LabelCounts {
  readonly own: number;
  readonly shared: number;
}

/** Of each label: enough to see how well it is known, and to look at. */
const NEWEST = 5;

@Injectable()
export class AlphabetSamples {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** By label: samples that answer for it, this writer's own, and approved ones of others. */
  async count(
    labels: readonly string[],
    writerId: string | null,
  ): Promise<ReadonlyMap<string, LabelCounts>> {
    const rows = await this.prisma.$queryRaw<{ label: string; own: number; shared: number }[]>`
      SELECT label, count(*) FILTER (WHERE own)::int AS own,
        count(*) FILTER (WHERE NOT own)::int AS shared
      FROM (${answering(labels, writerId)}) AS said
      GROUP BY label`;
    return new Map(rows.map(({ label, ...counts }) => [label, counts]));
  }

  /**
   * The newest few samples of each label that answer for it: own ones first, then, where the alphabet is shared,
   * approved ones of other people.
   */
  newest(
    labels: readonly string[],
    writerId: string | null,
    isShared: boolean,
  ): Promise<AlphabetSample[]> {
    return this.prisma.$queryRaw<AlphabetSample[]>`
      SELECT id::text, label, glyph, own FROM (
        SELECT *, row_number() OVER (PARTITION BY label ORDER BY own DESC, id DESC) AS place
        FROM (${answering(labels, writerId)}) AS said
        WHERE own OR ${isShared}
      ) AS ranked
      WHERE place <= ${NEWEST}
      ORDER BY label, place`;
  }
}

/**
 * Samples that answer for these labels in `characters`: `id`, `label`, `glyph`, and whether they are the writer's own. Those
 * count as they said, others as they were reviewed; symbols wherever they were taught. A visitor has none, not those
 * without a writer.
 */
function answering(labels: readonly string[], writerId: string | null): Prisma.Sql {
  return Prisma.sql`
    SELECT id, label, glyph, own FROM (
      SELECT id, network, label, glyph, true AS own FROM sample
      WHERE writer_id = ${writerId}::uuid AND ${servesItsWriter}
      UNION ALL
      SELECT id, network, coalesce(reviewer_label, label), glyph, false FROM sample
      WHERE status = 'approved'
        AND (${writerId}::uuid IS NULL OR writer_id IS DISTINCT FROM ${writerId}::uuid)
    ) AS sample
    WHERE label = ANY(${[...labels]}::text[])
      AND (network = 'characters' OR label = ANY(${labels.filter(isSymbol)}::text[]))`;
}
