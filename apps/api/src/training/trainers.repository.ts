import { Inject, Injectable } from '@nestjs/common';
import { reasonSchema } from '@inkling/contract';
import { PrismaClient } from '@inkling/database';
import { PRISMA } from '../database/database.module.js';
import type { LiveTrainer } from './waiting-reason.js';

@Injectable()
export class TrainersRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** Trainers that were seen a moment ago, by the clock of the database: hosts may disagree. */
  async getLive(): Promise<LiveTrainer[]> {
    const rows = await this.prisma.$queryRaw<{ id: string; problem: unknown }[]>`
      SELECT id::text, problem FROM trainer WHERE seen_at > now() - interval '15 seconds'
      ORDER BY seen_at DESC`;
    return rows.map(({ id, problem }) => ({
      id,
      problem: reasonSchema.safeParse(problem).data,
    }));
  }
}
