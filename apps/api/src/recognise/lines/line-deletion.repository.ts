import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient, type WithdrawnSample } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';
import { ReplicaId } from '../memory/memory-channel.js';
import { holdRollup } from '../predictions/uncount.repository.js';
import { removeCharacters } from './line-characters.repository.js';

@Injectable()
export class LineDeletionRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    private readonly replica: ReplicaId,
  ) {}

  /** Removes a line of one's own with all that came of it. @returns `undefined` where it is not theirs */
  deleteOwn(writerId: string, lineId: string): Promise<WithdrawnSample[] | undefined> {
    return this.prisma.$transaction(async (tx) => {
      await holdRollup(tx);
      const own = await tx.$queryRaw<unknown[]>`
        SELECT 1 AS locked FROM line
        WHERE id = ${lineId}::uuid AND writer_id = ${writerId}::uuid FOR UPDATE`;
      if (own.length === 0) return undefined;
      const from = this.replica.value;
      const samples = await removeCharacters(tx, { lineId, writerId, from });
      await tx.line.delete({ where: { id: lineId } });
      return samples;
    });
  }
}
