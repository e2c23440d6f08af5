import { Injectable, Logger } from '@nestjs/common';
import {
  type TrainingAccepted,
  type TrainingJob,
  type trainingJobsPageSchema,
  type trainingJobsQuerySchema,
  type TrainingRequest,
  type TrainingStatus,
} from '@inkling/contract';
import { TrainingRequestError } from '@inkling/store/training';
import type { z } from 'zod';
import { pageCursor } from '../common/page-cursor.js';
import { notFound, ProblemError } from '../common/problem-error.js';
import { validationProblem } from '../common/validation.js';
import { TrainersRepository } from './trainers.repository.js';
import { TrainingRepository, type JobRecord } from './training.repository.js';
import { waitingReason, type TrainingState } from './waiting-reason.js';

const OPEN: ReadonlySet<TrainingStatus> = new Set(['queued', 'running']);

@Injectable()
export class TrainingService {
  private readonly logger = new Logger(TrainingService.name);

  constructor(
    private readonly jobs: TrainingRepository,
    private readonly trainers: TrainersRepository,
  ) {}

  async request(
    requestedById: string,
    { network, repeatOf, startFrom, ...parameters }: TrainingRequest,
  ): Promise<TrainingAccepted> {
    try {
      const accepted = await this.jobs.request({
        network,
        parameters,
        trigger: 'call',
        requestedById,
        repeatOfId: repeatOf,
        startFromId: startFrom,
      });
      const said = `training job ${accepted.id} of ${network}, asked for by ${requestedById}: ${accepted.detail}`;
      if (await this.trainers.getProblem()) this.logger.warn(said);
      else this.logger.log(said);
      return accepted;
    } catch (error) {
      if (!(error instanceof TrainingRequestError)) throw error;
      throw validationProblem([{ message: error.message, path: [error.field] }]);
    }
  }

  async list({
    cursor,
    limit,
    ...filter
  }: z.output<typeof trainingJobsQuerySchema>): Promise<z.output<typeof trainingJobsPageSchema>> {
    const before = pageCursor(cursor);
    const [records, state] = await Promise.all([
      this.jobs.list({ ...filter, before }, limit + 1),
      this.trainers.getState(),
    ]);
    const page = records.slice(0, limit);
    return {
      items: page.map((record) => withReason(record, state)),
      nextCursor: records.length > limit ? page.at(-1)!.job.id : null,
    };
  }

  async get(id: string): Promise<TrainingJob> {
    const [record, state] = await Promise.all([this.jobs.get(id), this.trainers.getState()]);
    if (!record) throw notFound('training job');
    return withReason(record, state);
  }

  /** Ends a job that nobody works on at once; otherwise its trainer hears of the wish and ends it. */
  async cancel(id: string, byId: string): Promise<TrainingJob> {
    const before = await this.jobs.get(id);
    if (!before) throw notFound('training job');
    if (!OPEN.has(before.job.status)) throw alreadyEnded(before.job.status);
    const after = await this.jobs.cancel(id, byId);
    if (!after) throw notFound('training job');
    const { status } = after.job;
    this.logger.log(`training job ${id}: ${byId} wants it cancelled, it is ${status}`);
    if (!OPEN.has(status) && status !== 'cancelled') throw alreadyEnded(status);
    return withReason(after, await this.trainers.getState());
  }
}

/** The reason in the row is that of an earlier moment. */
const withReason = ({ job, trainerId }: JobRecord, state: TrainingState): TrainingJob => ({
  ...job,
  waitingFor: waitingReason({ ...job, trainerId }, state),
});

const alreadyEnded = (status: string): ProblemError =>
  new ProblemError('already_ended', `This job has ended already: it is ${status}.`);
