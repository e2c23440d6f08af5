import { Injectable } from '@nestjs/common';
import type { Reason } from '@inkling/store/training';
import { TrainersRepository } from './trainers.repository.js';

/** Whether training jobs would be worked on. */
@Injectable()
export class TrainerStatus {
  constructor(private readonly trainers: TrainersRepository) {}

  /** What is in the way of training, with what to do. */
  async problems(): Promise<Reason[]> {
    const problem = await this.trainers.getProblem();
    return problem ? [problem] : [];
  }
}
