import { Inject, Injectable } from '@nestjs/common';
import type {
  BornOfLine,
  CorrectionKind,
  ReviewPerson,
  ReviewSort,
  SuspicionReason,
} from '@inkling/contract';
import { Prisma, PrismaClient } from '@inkling/store';
import type { Network, Task } from '@inkling/recognizer';
import { PRISMA } from '../../database/database.module.js';
import { where } from '../../database/sql-where.js';
import { personOf, type SampleStatus } from './rows.js';
import { QUEUE_ORDERS, type QueuePlace } from './queue-orders.repository.js';

export interface QueueFilter {
  readonly status?: SampleStatus | undefined;
  readonly task?: Task | undefined;
  readonly network?: Network | undefined;
  /** A class: what it counts as. */
  readonly label?: string | undefined;
  /** A class: what was answered. */
  readonly predicted?: string | undefined;
  readonly kind?: CorrectionKind | undefined;
  readonly writer?: string | undefined;
  readonly version?: number | undefined;
  readonly cluster?: string | undefined;
}

export interface QueueRecord {
  readonly id: string;
  readonly sampleId: string;
  /** `null` of an imported sample, as are all that tell of an answer. */
  readonly predictionId: string | null;
  readonly importId: string | null;
  readonly network: Network;
  readonly task: Task;
  readonly predicted: string | null;
  readonly label: string;
  readonly given: string;
  readonly reviewerLabel: string | null;
  readonly status: SampleStatus;
  readonly revision: number;
  readonly writerId: string | null;
  readonly writer: ReviewPerson | null;
  readonly modelVersion: number | null;
  readonly glyph: Uint8Array;
  readonly createdAt: Date;
  /** -1 while it is not known. */
  readonly suspicion: number;
  readonly reasons: readonly SuspicionReason[];
  readonly clusterId: string;
  /** `null` when it was drawn by itself. */
  readonly line: BornOfLine | null;
}

@Injectable()
export class QueueRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /**
   * By hand: a page is found in the narrow rows of `review_item` alone, and only then joined.
   *
   * @param after a cursor of the same order
   * @throws ProblemError when the cursor is none
   */
  async list(
    filter: QueueFilter,
    sort: ReviewSort,
    after: string | undefined,
    limit: number,
  ): Promise<QueueRecord[]> {
    const order = QUEUE_ORDERS[sort];
    const conditions = conditionsOf(filter);
    if (after !== undefined) conditions.push(order.after(after));
    const rows = await this.prisma.$queryRaw<QueueRow[]>`
      WITH page AS MATERIALIZED (
        SELECT * FROM review_item i
        ${where(conditions)}
        ORDER BY ${order.orderBy}
        LIMIT ${limit}::int
      )
      SELECT ${QUEUE_COLUMNS} FROM page i ${QUEUE_JOINS} ORDER BY ${order.orderBy}`;
    return rows.map(toQueueRecord);
  }

  async get(id: string): Promise<QueueRecord | undefined> {
    const rows = await this.prisma.$queryRaw<QueueRow[]>`
      SELECT ${QUEUE_COLUMNS} FROM review_item i ${QUEUE_JOINS} WHERE i.correction_id = ${id}::uuid`;
    return rows[0] && toQueueRecord(rows[0]);
  }
}

/** Where a record stands in the queue's orders. */
export const placeOf = (record: QueueRecord): QueuePlace => ({
  ...record,
  label: record.reviewerLabel ?? record.label,
});

const KIND_CONDITIONS: Readonly<Record<CorrectionKind, Prisma.Sql>> = {
  corrected: Prisma.sql`i.label <> i.predicted`,
  confirmed: Prisma.sql`i.label = i.predicted`,
  imported: Prisma.sql`i.predicted IS NULL`,
};

/** On `review_item i`. */
export function conditionsOf(filter: QueueFilter): Prisma.Sql[] {
  const { status, task, network, label, predicted, kind, writer, version, cluster } = filter;
  return [
    status && Prisma.sql`i.status = ${status}::sample_status`,
    network && Prisma.sql`i.network = ${network}`,
    task && Prisma.sql`i.task = ${task}`,
    label && Prisma.sql`i.label = ${label}`,
    predicted && Prisma.sql`i.predicted = ${predicted}`,
    kind && KIND_CONDITIONS[kind],
    writer && Prisma.sql`i.writer_id = ${writer}::uuid`,
    version && Prisma.sql`i.version = ${version}::int`,
    cluster && Prisma.sql`i.cluster_id = ${cluster}::uuid`,
  ].filter((condition) => condition instanceof Prisma.Sql);
}

const QUEUE_COLUMNS = Prisma.sql`
  i.correction_id::text AS id, i.sample_id::text AS "sampleId",
  c.prediction_id::text AS "predictionId", s.import_id::text AS "importId", i.network, i.task, i.predicted, s.label, s.given,
  s.reviewer_label AS "reviewerLabel", s.status::text AS status, s.revision,
  s.writer_id::text AS "writerId", u.name AS "writerName", u.is_anonymous AS "isGuest",
  i.version AS "modelVersion", s.glyph, coalesce(c.created_at, s.created_at) AS "createdAt", i.suspicion,
  x.reasons, i.cluster_id::text AS "clusterId", lc.id::text AS "lineCorrectionId",
  lc.line_id::text AS "lineId", coalesce(lc.reviewer_text, lc.text) AS "lineText",
  p.line_at AS "lineAt"`;

const QUEUE_JOINS = Prisma.sql`
  LEFT JOIN correction c ON c.id = i.correction_id
  LEFT JOIN prediction p ON p.id = c.prediction_id
  JOIN sample s ON s.id = i.sample_id
  LEFT JOIN line_correction lc ON lc.line_id = p.line_id
  LEFT JOIN "user" u ON u.id = s.writer_id
  LEFT JOIN sample_suspicion x ON x.sample_id = i.sample_id`;

interface QueueRow extends Omit<QueueRecord, 'writer' | 'reasons' | 'line'> {
  readonly writerName: string | null;
  readonly isGuest: boolean | null;
  readonly reasons: SuspicionReason[] | null;
  readonly lineCorrectionId: string | null;
  readonly lineId: string | null;
  readonly lineText: string | null;
  readonly lineAt: number | null;
}

const toQueueRecord = ({
  writerName,
  isGuest,
  reasons,
  lineCorrectionId,
  lineId,
  lineText,
  lineAt,
  ...row
}: QueueRow): QueueRecord => ({
  ...row,
  writer: personOf(row.writerId, writerName, isGuest),
  reasons: reasons ?? [],
  line:
    lineCorrectionId === null
      ? null
      : { id: lineCorrectionId, lineId: lineId!, text: lineText!, at: lineAt! },
});
