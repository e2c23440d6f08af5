import { Inject, Injectable } from '@nestjs/common';
import type { TrainingAccepted, TrainingJob, TrainingStatus } from '@inkling/contract';
import { PATIENT, Prisma, PrismaClient } from '@inkling/store';
import {
  announceJob,
  cancelTraining,
  type Reason,
  requestTraining,
  trainingJobOf,
  type TrainingWish,
} from '@inkling/store/training';
import type { TrainedNetwork } from '@inkling/recognizer';
import { recordAudit } from '../database/record-audit.js';
import { PRISMA } from '../database/database.module.js';
import { QueueOfTraining } from './training-queue.js';

/** A job, and who works on it. */
export interface JobRecord {
  readonly job: TrainingJob;
  readonly trainerId: string | null;
}

export interface JobFilter {
  readonly network?: TrainedNetwork | undefined;
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
    const { network, parameters = {}, repeatOfId = null, startFromId = null } = wish;
    return requestTraining(this.prisma, this.queue.open(), wish, (tx, id) =>
      recordAudit(tx, {
        byId: wish.requestedById ?? null,
        action: 'training.start',
        subject: { type: 'training-job', id },
        after: { network, parameters: { ...parameters }, repeatOfId, startFromId },
      }),
    );
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

  /**
   * Writes why a job waits, and tells everybody who watches it; not when it is in other hands by now than
   * the record says, or says the same already.
   */
  async noteWaiting({ job, trainerId }: JobRecord, reason: Reason | null): Promise<void> {
    const saysOther: Prisma.TrainingJobWhereInput = reason
      ? {
          OR: [
            { waitingFor: { equals: Prisma.AnyNull } },
            { NOT: { waitingFor: { path: ['code'], equals: reason.code } } },
          ],
        }
      : { NOT: { waitingFor: { equals: Prisma.AnyNull } } };
    await this.prisma.$transaction(async (tx) => {
      const { count } = await tx.trainingJob.updateMany({
        where: { id: job.id, status: job.status, trainerId, ...saysOther },
        data: { waitingFor: reason ?? Prisma.DbNull },
      });
      if (count === 1) await announceJob(tx, job.id);
    }, PATIENT);
  }

  /** @returns the job afterwards, ended or with the wish noted; `undefined` when there is none */
  async cancel(jobId: string, byId: string): Promise<JobRecord | undefined> {
    const row = await cancelTraining(this.prisma, this.queue.open(), { jobId, byId }, (tx, id) =>
      recordAudit(tx, {
        byId,
        action: 'training.cancel',
        subject: { type: 'training-job', id },
      }),
    );
    return row && toRecord(row);
  }
}

const toRecord = (row: Parameters<typeof trainingJobOf>[0]): JobRecord => ({
  job: trainingJobOf(row),
  trainerId: row.trainerId,
});
