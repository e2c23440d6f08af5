import { Inject, Injectable } from '@nestjs/common';
import type { ReviewPerson } from '@inkling/contract';
import { Prisma, PrismaClient } from '@inkling/store';
import type { Network } from '@inkling/recognizer';
import { PRISMA } from '../../database/database.module.js';
import { where } from '../../database/sql-where.js';
import { personOf, type SampleStatus } from './rows.js';
import { conditionsOf, type QueueFilter } from './queue.repository.js';

/** How many count as a label, of those that were answered with another or the same one. */
export interface PairCount {
  /** `null` of imported samples. */
  readonly predicted: string | null;
  readonly label: string;
  readonly count: number;
}

/** How many corrections there are of what. */
@Injectable()
export class CountsRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  byStatus(): Promise<{ network: Network; status: SampleStatus; count: number }[]> {
    return this.prisma.$queryRaw`
      SELECT network, status::text AS status, count(*)::int AS count
      FROM review_item GROUP BY network, status`;
  }

  async matching(filter: QueueFilter): Promise<number> {
    const [found] = await this.prisma.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM review_item i ${where(conditionsOf(filter))}`;
    return found?.count ?? 0;
  }

  /** Samples that stand as a decision since then has left them, and how many of them one person decided. */
  byDecision(
    since: Date,
    byId: string,
  ): Promise<{ status: SampleStatus; count: number; mine: number }[]> {
    return this.prisma.$queryRaw`
      SELECT s.status::text AS status, count(*)::int AS count,
        count(*) FILTER (WHERE d.by_id = ${byId}::uuid)::int AS mine
      FROM review_decision d
      JOIN sample_revision r ON r.decision_id = d.id
      JOIN sample s ON s.id = r.sample_id AND s.revision = r.revision
      WHERE d.created_at >= ${since} AND d.kind IN ('approve', 'reject')
      GROUP BY s.status`;
  }

  byPair(filter: QueueFilter): Promise<PairCount[]> {
    return this.prisma.$queryRaw`
      SELECT i.predicted, i.label, count(*)::int AS count
      FROM review_item i ${where(conditionsOf(filter))}
      GROUP BY i.predicted, i.label ORDER BY count DESC, i.label, i.predicted`;
  }

  byVersion(filter: QueueFilter): Promise<{ network: Network; version: number; count: number }[]> {
    return this.prisma.$queryRaw`
      SELECT i.network, i.version, count(*)::int AS count
      FROM review_item i ${where([...conditionsOf(filter), Prisma.sql`i.version IS NOT NULL`])}
      GROUP BY i.network, i.version ORDER BY i.network, i.version DESC`;
  }

  async byWriter(
    filter: QueueFilter,
    limit: number,
  ): Promise<{ writer: ReviewPerson; count: number }[]> {
    const known = [...conditionsOf(filter), Prisma.sql`i.writer_id IS NOT NULL`];
    const rows = await this.prisma.$queryRaw<
      { id: string; name: string; isGuest: boolean | null; count: number }[]
    >`
      SELECT u.id::text, u.name, u.is_anonymous AS "isGuest", busy.count
      FROM (
        SELECT i.writer_id, count(*)::int AS count FROM review_item i ${where(known)}
        GROUP BY i.writer_id ORDER BY count DESC, i.writer_id LIMIT ${limit}::int
      ) busy JOIN "user" u ON u.id = busy.writer_id
      ORDER BY busy.count DESC, u.id`;
    return rows.map(({ id, name, isGuest, count }) => ({
      writer: personOf(id, name, isGuest)!,
      count,
    }));
  }
}
