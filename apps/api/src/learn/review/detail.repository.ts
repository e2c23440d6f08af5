import { Inject, Injectable } from '@nestjs/common';
import type { InkInput, SampleRevision } from '@inkling/contract';
import { PrismaClient } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';
import { personOf, type SampleStatus } from './rows.js';

/** What was drawn or uploaded. */
export interface Original {
  /** `null` for a picture. */
  readonly ink: InkInput | null;
  readonly picture: { readonly mediaType: string; readonly bytes: Uint8Array } | null;
}

/** Where a sample stands in the queue. */
export interface QueuedSample {
  readonly id: string;
  readonly status: SampleStatus;
}

/** What is read of a correction only when it is opened. */
@Injectable()
export class DetailRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  async getOriginal(predictionId: string): Promise<Original> {
    const row = await this.prisma.prediction.findUnique({
      where: { id: predictionId },
      select: { ink: true, picture: { select: { mediaType: true, bytes: true } } },
    });
    return { ink: (row?.ink ?? null) as InkInput | null, picture: row?.picture ?? null };
  }

  /** Newest first. */
  async listRevisions(sampleId: string): Promise<SampleRevision[]> {
    const rows = await this.prisma.sampleRevision.findMany({
      where: { sampleId },
      include: {
        by: { select: { id: true, name: true, isAnonymous: true } },
        decision: { select: { automatic: true } },
      },
      orderBy: { revision: 'desc' },
    });
    return rows.map(({ by, decision, createdAt, ...row }, index) => ({
      revision: row.revision,
      change: row.change,
      ...standingOf(row),
      before: rows[index + 1] ? standingOf(rows[index + 1]!) : null,
      by: by && personOf(by.id, by.name, by.isAnonymous),
      at: createdAt.toISOString(),
      note: row.note,
      automatic: decision?.automatic ?? false,
      decisionId: row.decisionId,
    }));
  }

  /** By sample id; samples whose writer is gone have no correction any more. */
  async getQueued(sampleIds: readonly string[]): Promise<Map<string, QueuedSample>> {
    const rows = await this.prisma.reviewItem.findMany({
      where: { sampleId: { in: [...sampleIds] } },
      select: { correctionId: true, sampleId: true, status: true },
    });
    return new Map(
      rows.map(({ sampleId, correctionId, status }) => [sampleId, { id: correctionId, status }]),
    );
  }
}

const standingOf = ({
  label,
  reviewerLabel,
  status,
}: {
  readonly label: string;
  readonly reviewerLabel: string | null;
  readonly status: SampleStatus;
}) => ({ label, reviewerLabel, status });
