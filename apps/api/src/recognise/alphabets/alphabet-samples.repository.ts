import { Inject, Injectable } from '@nestjs/common';
import { isSymbol } from '@inkling/recognizer';
import { PrismaClient } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';

export interface AlphabetSample {
  readonly id: string;
  readonly label: string;
  readonly glyph: Uint8Array;
  /** The writer's, and not an approved one of somebody else. */
  readonly own: boolean;
}

/** Of each label: enough to see how well it is known, and to look at. */
const NEWEST = 5;

@Injectable()
export class AlphabetSamples {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /**
   * The newest few samples of each label that answer for it: own ones first, then, where the alphabet is shared,
   * approved ones of other people.
   */
  newest(
    labels: readonly string[],
    writerId: string | null,
    isShared: boolean,
  ): Promise<AlphabetSample[]> {
    const symbols = labels.filter(isSymbol);
    return this.prisma.$queryRaw<AlphabetSample[]>`
      SELECT id::text, label, glyph, own FROM (
        SELECT *, row_number() OVER (PARTITION BY label ORDER BY own DESC, id DESC) AS place
        FROM (
          SELECT id, network, label, glyph, true AS own FROM sample
          WHERE writer_id = ${writerId}::uuid AND (status <> 'rejected' OR insisted)
          UNION ALL
          SELECT id, network, coalesce(reviewer_label, label), glyph, false FROM sample
          WHERE ${isShared} AND status = 'approved' AND writer_id IS DISTINCT FROM ${writerId}::uuid
        ) AS said
        WHERE label = ANY(${[...labels]}::text[])
          AND (network = 'characters' OR label = ANY(${symbols}::text[]))
      ) AS ranked
      WHERE place <= ${NEWEST}
      ORDER BY label, place`;
  }
}
