import { Inject, Injectable } from '@nestjs/common';
import type { ExportQuery } from '@inkling/contract';
import { copyOut, Prisma, PrismaClient, type RowReader } from '@inkling/store';
import type { Pool } from 'pg';
import { POOL, PRISMA } from '../../database/database.module.js';
import { recordAudit } from '../../database/record-audit.js';

/** A sample as it goes into a file. */
export interface ExportedSample {
  /** How many there are together. */
  readonly total: number;
  readonly task: string;
  readonly label: string;
  readonly given: string;
  readonly reviewerLabel: string | null;
  readonly status: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** 784 bytes. */
  readonly glyph: Uint8Array;
  /** As JSON. */
  readonly ink: string | null;
}

/** The reviewer's label, or else the writer's. */
export const countsAs = ({ label, reviewerLabel }: ExportedSample): string =>
  reviewerLabel ?? label;

const PAGE = 250;

/** Moments as ISO 8601 in UTC, to the millisecond that is kept. */
const iso = (column: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

@Injectable()
export class ExportSamplesRepository {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(PRISMA) private readonly prisma: PrismaClient,
  ) {}

  /** In the order of their making, some at a time; by one statement, so of one moment. */
  async *read(query: Pick<ExportQuery, 'task' | 'status'>): AsyncGenerator<ExportedSample[]> {
    const found = conditionsOf(query);
    const sql = Prisma.sql`
      SELECT (SELECT count(*)::int4 FROM sample WHERE ${found}), task, label, given, reviewer_label,
        status::text, ${iso(Prisma.sql`created_at`)}, ${iso(Prisma.sql`updated_at`)}, glyph, ink::text
      FROM sample WHERE ${found} ORDER BY id`;
    yield* copyOut(this.pool, sql, PAGE, fromRow);
  }

  async audit(byId: string, query: ExportQuery): Promise<void> {
    await recordAudit(this.prisma, {
      ...{ byId, action: 'export.create', subject: { type: 'export', id: query.format } },
      after: { format: query.format, task: query.task ?? null, status: query.status ?? null },
    });
  }
}

function conditionsOf({ task, status }: Pick<ExportQuery, 'task' | 'status'>): Prisma.Sql {
  const conditions = [
    ...(task === undefined ? [] : [Prisma.sql`task = ${task}`]),
    ...(status === undefined ? [] : [Prisma.sql`status = ${status}::sample_status`]),
  ];
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, ' AND ');
}

const fromRow = (row: RowReader): ExportedSample => ({
  total: row.int4()!,
  task: row.text()!,
  label: row.text()!,
  given: row.text()!,
  reviewerLabel: row.text(),
  status: row.text()!,
  createdAt: row.text()!,
  updatedAt: row.text()!,
  glyph: row.bytea()!,
  ink: row.text(),
});
