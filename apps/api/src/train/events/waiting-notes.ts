import { Injectable } from '@nestjs/common';
import { TrainersRepository } from '../trainers.repository.js';
import { TrainingRepository } from '../training.repository.js';
import { reasonToNote } from '../waiting-reason.js';

/**
 * Looks after jobs that are watched: a trainer that has died can't write that it has, so whoever waits
 * in front of a job would never hear why nothing happens.
 */
@Injectable()
export class WaitingNotes {
  private looking: Promise<void> | undefined;

  constructor(
    private readonly jobs: TrainingRepository,
    private readonly trainers: TrainersRepository,
  ) {}

  /** Brings what the rows of jobs say they wait for up to date; calls meanwhile join. */
  update(jobIds: readonly string[]): Promise<void> {
    this.looking ??= this.look(jobIds).finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private async look(jobIds: readonly string[]): Promise<void> {
    const [state, ...records] = await Promise.all([
      this.trainers.getState(),
      ...jobIds.map((id) => this.jobs.get(id)),
    ]);
    for (const record of records) {
      if (!record) continue;
      const { job, trainerId } = record;
      const reason = reasonToNote({ ...job, trainerId }, state);
      if (reason !== undefined) await this.jobs.noteWaiting(record, reason);
    }
  }
}
