import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';
import type { SampleStatus } from './rows.js';
import type { ReviewState } from './verdict.js';

/** What a decision made of a sample or a line, and how that stood before. */
export interface DecidedRecord {
  /** See `subjectOf`. */
  readonly subjectId: string;
  /** `null` when it was taken back, or its writer is gone. */
  readonly correctionId: string | null;
  readonly revision: number;
  /** `null` when nobody knows any more. */
  readonly before: ReviewState | null;
}

/** What decisions were about. */
@Injectable()
export class DecidedRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** @returns `undefined` when there is no such decision; lines that are gone have left no trace */
  async get(decisionId: string): Promise<DecidedRecord[] | undefined> {
    const known = await this.prisma.reviewDecision.findUnique({ where: { id: decisionId } });
    if (!known) return undefined;
    const rows = await this.prisma.$queryRaw<
      (Omit<DecidedRecord, 'before'> & { status: SampleStatus | null; reviewed: string | null })[]
    >`
      SELECT r.sample_id::text AS "subjectId", r.revision, i.correction_id::text AS "correctionId",
        before.status::text AS status, before.reviewer_label AS reviewed
      FROM sample_revision r
      LEFT JOIN review_item i ON i.sample_id = r.sample_id
      LEFT JOIN LATERAL (
        SELECT status, reviewer_label FROM sample_revision earlier
        WHERE earlier.sample_id = r.sample_id AND earlier.revision < r.revision
        ORDER BY earlier.revision DESC LIMIT 1
      ) before ON true
      WHERE r.decision_id = ${decisionId}::uuid
      UNION ALL
      SELECT r.line_correction_id::text, r.revision, r.line_correction_id::text,
        before.status::text, before.reviewer_text
      FROM line_revision r
      LEFT JOIN LATERAL (
        SELECT status, reviewer_text FROM line_revision earlier
        WHERE earlier.line_correction_id = r.line_correction_id AND earlier.revision < r.revision
        ORDER BY earlier.revision DESC LIMIT 1
      ) before ON true
      WHERE r.decision_id = ${decisionId}::uuid
      ORDER BY 1`;
    return rows.map(({ status, reviewed, ...record }) => ({
      ...record,
      before: status && { status, reviewed },
    }));
  }
}
