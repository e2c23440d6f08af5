import { Inject, Injectable } from '@nestjs/common';
import { CHARACTER_LABELS, type Task } from '@inkling/recognizer';
import {
  PrismaClient,
  servesItsWriter,
  withdrawCorrections,
  type WithdrawnSample,
} from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';
import { ReplicaId } from '../../recognise/memory/memory-channel.js';

export interface SymbolRecord {
  readonly label: string;
  readonly samples: number;
  readonly approved: number;
  readonly tasks: readonly Task[];
  readonly glyph: Uint8Array;
  readonly lastTaughtAt: Date;
}

@Injectable()
export class SymbolsRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    private readonly replica: ReplicaId,
  ) {}

  /** What a writer taught that no network has a class for, as far as it serves them; the last one first. */
  list(writerId: string): Promise<SymbolRecord[]> {
    return this.prisma.$queryRaw<SymbolRecord[]>`
      SELECT label, count(*)::int AS samples,
        count(*) FILTER (WHERE status = 'approved')::int AS approved,
        array_agg(DISTINCT task) AS tasks,
        (array_agg(glyph ORDER BY id DESC))[1] AS glyph,
        max(updated_at) AS "lastTaughtAt"
      FROM sample
      WHERE writer_id = ${writerId}::uuid AND ${servesItsWriter}
        AND label <> ALL(${[...CHARACTER_LABELS]}::text[])
      GROUP BY label
      ORDER BY max(updated_at) DESC, label`;
  }

  /** Takes back every correction of a writer to this label, samples and all; the drawings stay. */
  forget(writerId: string, label: string): Promise<WithdrawnSample[]> {
    return this.prisma.$transaction(async (tx) => {
      // In the order of their ids, so that two of them can't wait for each other.
      const said = await tx.$queryRaw<{ id: string }[]>`
        SELECT prediction.id::text FROM prediction
          JOIN correction ON correction.prediction_id = prediction.id
        WHERE correction.writer_id = ${writerId}::uuid AND correction.label = ${label}
        ORDER BY prediction.id FOR UPDATE OF prediction`;
      return withdrawCorrections(tx, {
        predictionIds: said.map(({ id }) => id),
        byId: writerId,
        from: this.replica.value,
      });
    });
  }
}
