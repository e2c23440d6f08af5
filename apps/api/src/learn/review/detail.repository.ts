import { Inject, Injectable } from '@nestjs/common';
import type { InkInput, SampleRevision } from '@inkling/contract';
import { PrismaClient } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';
import { HISTORY_COLUMNS, historyOf } from './history.js';
import type { QueueRecord } from './queue.repository.js';
import type { SampleStatus } from './rows.js';

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

  /** Of an imported sample its ink, where the file had it. */
  async getOriginal({
    predictionId,
    sampleId,
  }: Pick<QueueRecord, 'predictionId' | 'sampleId'>): Promise<Original> {
    if (predictionId === null) {
      const sample = await this.prisma.sample.findUnique({
        where: { id: sampleId },
        select: { ink: true },
      });
      return { ink: (sample?.ink ?? null) as InkInput | null, picture: null };
    }
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
      include: HISTORY_COLUMNS,
      orderBy: { revision: 'desc' },
    });
    return historyOf(rows, ({ label, reviewerLabel, status }) => ({
      label,
      reviewerLabel,
      status,
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
