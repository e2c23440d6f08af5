import { Inject, Injectable } from '@nestjs/common';
import type { LineTask, ReviewPerson } from '@inkling/contract';
import { Prisma, PrismaClient } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';
import { where } from '../../database/sql-where.js';
import { personOf, type SampleStatus } from '../review/rows.js';
import { conditionsOf, IS_CORRECTED, type LineFilter } from './line-conditions.repository.js';

/** How many corrected lines there are of what. */
@Injectable()
export class LineCountsRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  byStatus(): Promise<{ status: SampleStatus; count: number }[]> {
    return this.prisma.$queryRaw`
      SELECT status::text AS status, count(*)::int AS count FROM line_correction GROUP BY status`;
  }

  async matching(filter: LineFilter): Promise<number> {
    const [found] = await this.prisma.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM ${LINES} ${where(conditionsOf(filter))}`;
    return found?.count ?? 0;
  }

  /** Lines that stand as a decision since then has left them, and how many of them one person decided. */
  byDecision(
    since: Date,
    byId: string,
  ): Promise<{ status: SampleStatus; count: number; mine: number }[]> {
    return this.prisma.$queryRaw`
      SELECT i.status::text AS status, count(*)::int AS count,
        count(*) FILTER (WHERE d.by_id = ${byId}::uuid)::int AS mine
      FROM review_decision d
      JOIN line_revision r ON r.decision_id = d.id
      JOIN line_correction i ON i.id = r.line_correction_id AND i.revision = r.revision
      WHERE d.created_at >= ${since} AND d.kind IN ('approve', 'reject')
      GROUP BY i.status`;
  }

  byTask(filter: LineFilter): Promise<{ task: LineTask; count: number }[]> {
    return this.prisma.$queryRaw`
      SELECT line.task, count(*)::int AS count FROM ${LINES} ${where(conditionsOf(filter))}
      GROUP BY line.task ORDER BY line.task`;
  }

  async byKind(filter: LineFilter): Promise<{ corrected: number; confirmed: number }> {
    const [found] = await this.prisma.$queryRaw<{ corrected: number; confirmed: number }[]>`
      SELECT count(*) FILTER (WHERE ${IS_CORRECTED})::int AS corrected,
        count(*) FILTER (WHERE NOT ${IS_CORRECTED})::int AS confirmed
      FROM ${LINES} ${where(conditionsOf(filter))}`;
    return found ?? { corrected: 0, confirmed: 0 };
  }

  async byWriter(
    filter: LineFilter,
    limit: number,
  ): Promise<{ writer: ReviewPerson; count: number }[]> {
    const rows = await this.prisma.$queryRaw<
      { id: string; name: string; isGuest: boolean | null; count: number }[]
    >`
      SELECT u.id::text, u.name, u.is_anonymous AS "isGuest", count(*)::int AS count
      FROM ${LINES} JOIN "user" u ON u.id = i.writer_id ${where(conditionsOf(filter))}
      GROUP BY u.id ORDER BY count DESC, u.id LIMIT ${limit}::int`;
    return rows.map(({ id, name, isGuest, count }) => ({
      writer: personOf(id, name, isGuest)!,
      count,
    }));
  }
}

const LINES = Prisma.sql`line_correction i JOIN line ON line.id = i.line_id`;
