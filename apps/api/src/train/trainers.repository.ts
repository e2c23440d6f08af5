import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/store';
import { TRAINER_GONE_AFTER_MS, trainerProblem } from '@inkling/store/training';
import { PRISMA } from '../database/database.module.js';
import type { TrainingState } from './waiting-reason.js';

@Injectable()
export class TrainersRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** Why no job can be trained at the moment, with what to do; none while some trainer can. */
  getProblem(): Promise<TrainingState['problem']> {
    return trainerProblem(this.prisma);
  }

  /** Who could work, and on what somebody does. */
  async getState(): Promise<TrainingState> {
    const [problem, trainers, running] = await Promise.all([
      this.getProblem(),
      // By the clock of the database: hosts may disagree.
      this.prisma.$queryRaw<TrainingState['trainers'][number][]>`
        SELECT id::text, problem IS NULL AS "canTrain" FROM trainer
        WHERE seen_at > now() - make_interval(secs => ${TRAINER_GONE_AFTER_MS / 1000})`,
      this.prisma.trainingJob.findMany({
        where: { status: 'running' },
        select: { id: true, network: true },
      }),
    ]);
    return { problem, trainers, running };
  }
}
