import { Inject, Injectable } from '@nestjs/common';
import type {
  InkInput,
  LineReviewSort,
  LineRevision,
  LineSample,
  LineSuspicionReason,
  LineTask,
  ReviewPerson,
} from '@inkling/contract';
import { Prisma, PrismaClient } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';
import { where } from '../../database/sql-where.js';
import type { KeptStrips } from '../../recognise/lines/strip-picture.js';
import { HISTORY_COLUMNS, historyOf } from '../review/history.js';
import { personOf, type SampleStatus } from '../review/rows.js';
import { conditionsOf, LINE_ORDERS, type LineFilter } from './line-conditions.repository.js';

export interface LineQueueRecord extends KeptStrips {
  readonly id: string;
  readonly lineId: string;
  readonly task: LineTask;
  readonly predicted: string;
  readonly text: string;
  readonly reviewerText: string | null;
  readonly status: SampleStatus;
  readonly revision: number;
  readonly writerId: string | null;
  readonly writer: ReviewPerson | null;
  /** `null`: read elsewhere. */
  readonly modelVersion: number | null;
  /** `null` while it is not known. */
  readonly suspicion: number | null;
  readonly reasons: readonly LineSuspicionReason[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What is read of a line only when it is opened. */
export interface LineOriginal {
  /** `null` for a picture. */
  readonly ink: InkInput | null;
  readonly probability: number;
  readonly alternatives: { text: string; probability: number }[];
}

/** Corrected lines as reviewers see them. */
@Injectable()
export class LineQueueRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /**
   * @param after a cursor of the same order
   * @throws ProblemError when the cursor is none
   */
  async list(
    filter: LineFilter,
    sort: LineReviewSort,
    after: string | undefined,
    limit: number,
  ): Promise<LineQueueRecord[]> {
    const order = LINE_ORDERS[sort];
    const conditions = conditionsOf(filter);
    if (after !== undefined) conditions.push(order.after(after));
    const rows = await this.prisma.$queryRaw<LineQueueRow[]>`
      SELECT ${LINE_COLUMNS} ${where(conditions)} ORDER BY ${order.orderBy} LIMIT ${limit}::int`;
    return rows.map(toRecord);
  }

  async get(id: string): Promise<LineQueueRecord | undefined> {
    const rows = await this.prisma.$queryRaw<LineQueueRow[]>`
      SELECT ${LINE_COLUMNS} WHERE i.id = ${id}::uuid`;
    return rows[0] && toRecord(rows[0]);
  }

  /** Characters that lines taught by themselves, by the line, in the order of the text. */
  async samplesOf(lineIds: readonly string[]): Promise<Map<string, LineSample[]>> {
    const rows = await this.prisma.$queryRaw<(LineSample & { lineId: string })[]>`
      SELECT p.line_id::text AS "lineId", c.id::text AS id, s.id::text AS "sampleId",
        coalesce(s.reviewer_label, s.given) AS label, p.line_at AS at, s.status::text AS status
      FROM prediction p
      JOIN correction c ON c.prediction_id = p.id
      JOIN sample s ON s.id = c.sample_id
      WHERE p.line_id = ANY(${[...lineIds]}::uuid[])
      ORDER BY p.line_id, p.line_at`;
    const samples = new Map<string, LineSample[]>();
    for (const { lineId, ...sample } of rows) {
      samples.set(lineId, [...(samples.get(lineId) ?? []), sample]);
    }
    return samples;
  }

  async getOriginal(lineId: string): Promise<LineOriginal | undefined> {
    const row = await this.prisma.line.findUnique({
      where: { id: lineId },
      select: { ink: true, probability: true, alternatives: true },
    });
    return row ? (row as unknown as LineOriginal) : undefined;
  }

  /** Newest first. */
  async listRevisions(id: string): Promise<LineRevision[]> {
    const rows = await this.prisma.lineRevision.findMany({
      where: { lineCorrectionId: id },
      include: HISTORY_COLUMNS,
      orderBy: { revision: 'desc' },
    });
    return historyOf(rows, ({ text, reviewerText, status }) => ({ text, reviewerText, status }));
  }
}

const LINE_COLUMNS = Prisma.sql`
  i.id::text, i.line_id::text AS "lineId", line.task, line.text AS predicted, i.text,
  i.reviewer_text AS "reviewerText", i.status::text AS status, i.revision,
  i.writer_id::text AS "writerId", u.name AS "writerName", u.is_anonymous AS "isGuest",
  CASE WHEN line.answered_by IS NULL THEN v.version END AS "modelVersion", i.suspicion, i.reasons, line.strips, line.rows,
  i.created_at AS "createdAt", i.updated_at AS "updatedAt"
  FROM line_correction i
  JOIN line ON line.id = i.line_id
  JOIN model_version v ON v.id = line.model_version_id
  LEFT JOIN "user" u ON u.id = i.writer_id`;

interface LineQueueRow extends Omit<LineQueueRecord, 'writer' | 'reasons'> {
  readonly writerName: string | null;
  readonly isGuest: boolean | null;
  readonly reasons: LineSuspicionReason[] | null;
}

const toRecord = ({ writerName, isGuest, reasons, ...row }: LineQueueRow): LineQueueRecord => ({
  ...row,
  writer: personOf(row.writerId, writerName, isGuest),
  reasons: reasons ?? [],
});
