import { Inject, Injectable } from '@nestjs/common';
import { Prisma, PrismaClient } from '@inkling/store';
import { PRISMA } from '../../../database/database.module.js';

/**
 * Predictions are counted from their own rows until they are so old; nothing that is still being written
 * or replaced stroke by stroke is in the counts yet.
 */
const ROLL_UP_AFTER = Prisma.sql`interval '1 hour'`;

@Injectable()
export class RollupRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /**
   * Adds what is old enough to the counts. Replicas that do it at the same time wait for each other, and
   * each prediction is counted once.
   *
   * @returns how many predictions were added
   */
  async rollUp(): Promise<number> {
    const [row] = await this.prisma.$queryRaw<{ added: number }[]>`
      SELECT roll_up_predictions(now() - ${ROLL_UP_AFTER})::float8 AS added`;
    return row!.added;
  }
}
