import { Inject, Injectable } from '@nestjs/common';
import { Prisma, PrismaClient } from '@inkling/store';
import type { OwnInsight, OwnSample } from '@inkling/contract';
import { PRISMA } from '../../../database/database.module.js';

export interface OwnSampleRecord extends Omit<OwnSample, 'glyph' | 'createdAt' | 'decided'> {
  readonly glyph: Uint8Array;
  readonly createdAt: Date;
}

export interface OwnSamplesFilter {
  readonly status?: OwnSample['status'] | undefined;
  readonly label?: string | undefined;
  /** Only those with a smaller id. */
  readonly before?: string | undefined;
}

export interface DecisionCount {
  readonly sampleId: string;
  readonly own: boolean;
  readonly predictions: number;
}

/** What Inkling learned from one person. */
@Injectable()
export class OwnSamplesRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** Newest first. */
  async list(
    writerId: string,
    { status, label, before }: OwnSamplesFilter,
    limit: number,
  ): Promise<OwnSampleRecord[]> {
    const rows = await this.prisma.sample.findMany({
      where: {
        writerId,
        correction: { isNot: null },
        ...(status && { status }),
        ...(label !== undefined && { label }),
        ...(before !== undefined && { id: { lt: before } }),
      },
      select: {
        id: true,
        network: true,
        task: true,
        label: true,
        given: true,
        reviewerLabel: true,
        status: true,
        glyph: true,
        createdAt: true,
        correction: {
          select: { id: true, predictionId: true, prediction: { select: { label: true } } },
        },
      },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.flatMap(({ correction, network, task, ...sample }) => {
      // Taken back between the two queries that this is made of.
      if (!correction) return [];
      return {
        ...sample,
        network: network as OwnSample['network'],
        task: task as OwnSample['task'],
        correctionId: correction.id,
        predictionId: correction.predictionId,
        answered: correction.prediction.label,
      };
    });
  }

  /** How many answers each of some samples decided, a row for one's own and one for others'. */
  decisions(sampleIds: readonly string[]): Promise<DecisionCount[]> {
    const ids = Prisma.sql`${[...sampleIds]}::uuid[]`;
    return this.prisma.$queryRaw`
      SELECT sample_id::text AS "sampleId", own, sum(predictions)::float8 AS predictions FROM (
        SELECT sample_id, own, predictions FROM sample_decision WHERE sample_id = ANY(${ids})
        UNION ALL
        SELECT sample.id, prediction.writer_id IS NOT DISTINCT FROM sample.writer_id, 1
        FROM prediction JOIN sample ON sample.id = decided_by_sample_id
        WHERE decided_by_sample_id = ANY(${ids})
          AND prediction.created_at >= (SELECT rolled_until FROM prediction_rollup)
      ) AS decisions
      GROUP BY sample_id, own`;
  }

  async countByStatus(writerId: string): Promise<OwnInsight['samples']> {
    const rows = await this.prisma.sample.groupBy({
      by: ['status'],
      where: { writerId, correction: { isNot: null } },
      _count: true,
    });
    const of = (status: OwnSample['status']): number =>
      rows.find((row) => row.status === status)?._count ?? 0;
    return {
      total: rows.reduce((sum, row) => sum + row._count, 0),
      pending: of('pending'),
      approved: of('approved'),
      rejected: of('rejected'),
    };
  }
}
