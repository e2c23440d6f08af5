import { Inject, Injectable } from '@nestjs/common';
import type { TrainingAccepted, TrainingJob, TrainingStatus } from '@inkling/contract';
import { PrismaClient } from '@inkling/database';
import { cancelTraining, requestTraining, trainingJobOf, type TrainingWish } from '@inkling/queue';
import type { Network } from '@inkling/recognition';
import { PRISMA } from '../database/database.module.js';
import { QueueOfTraining } from './training-queue.js';

/** A job, and who works on it. */
export interface JobRecord {
  readonly job: TrainingJob;
  readonly trainerId: string | null;
}

export interface JobFilter {
  readonly network?: Network | undefined;
  readonly status?: TrainingStatus | undefined;
  /** Only those with a smaller id. */
  readonly before?: string | undefined;
}

@Injectable()
export class TrainingRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    private readonly queue: QueueOfTraining,
  ) {}

  /** @throws TrainingRequestError */
  request(wish: TrainingWish): Promise<TrainingAccepted> {
    return requestTraining(this.prisma, this.queue.open(), wish);
  }

  /** Newest first. */
  async list({ network, status, before }: JobFilter, limit: number): Promise<JobRecord[]> {
    const rows = await this.prisma.trainingJob.findMany({
      where: {
        ...(network && { network }),
        ...(status && { status }),
        ...(before && { id: { lt: before } }),
      },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(toRecord);
  }

  async get(id: string): Promise<JobRecord | undefined> {
    const row = await this.prisma.trainingJob.findUnique({ where: { id } });
    return row ? toRecord(row) : undefined;
  }

  /** @returns the job afterwards, ended or with the wish noted; `undefined` when there is none */
  async cancel(jobId: string, byId: string): Promise<JobRecord | undefined> {
    const row = await cancelTraining(this.prisma, this.queue.open(), { jobId, byId });
    return row && toRecord(row);
  }
}

const toRecord = (row: Parameters<typeof trainingJobOf>[0]): JobRecord => ({
  job: trainingJobOf(row),
  trainerId: row.trainerId,
});
