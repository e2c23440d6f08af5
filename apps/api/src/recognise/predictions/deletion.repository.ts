import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient, withdrawCorrections, type WithdrawnSample } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';
import { holdRollup, uncount } from './uncount.repository.js';
import { ReplicaId } from '../memory/memory-channel.js';

export interface DeletedDrawings {
  readonly predictions: number;
  /** What was learned from them. */
  readonly samples: readonly WithdrawnSample[];
}

@Injectable()
export class DrawingDeletionRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    private readonly replica: ReplicaId,
  ) {}

  /**
   * Removes drawings of one writer as if they had never been drawn: pictures, corrections, samples and what
   * the figures counted of them. Those that are not theirs, or gone, are passed over.
   */
  deleteOwn(writerId: string, ids: readonly string[]): Promise<DeletedDrawings> {
    return this.prisma.$transaction(async (tx) => {
      await holdRollup(tx);
      // In the order of their ids, so that two deletions can't wait for each other.
      const own = await tx.$queryRaw<{ id: string }[]>`
        SELECT id::text FROM prediction
        WHERE id = ANY(${ids}::uuid[]) AND writer_id = ${writerId}::uuid
        ORDER BY id FOR UPDATE`;
      const predictionIds = own.map(({ id }) => id);
      if (predictionIds.length === 0) return { predictions: 0, samples: [] };
      const samples = await withdrawCorrections(tx, {
        predictionIds,
        byId: writerId,
        from: this.replica.value,
      });
      await uncount(tx, predictionIds, writerId);
      const { count } = await tx.prediction.deleteMany({ where: { id: { in: predictionIds } } });
      return { predictions: count, samples };
    });
  }
}
