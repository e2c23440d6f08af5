import { Injectable } from '@nestjs/common';
import { TrainersRepository } from './trainers.repository.js';
import { trainerProblem, type Reason } from './waiting-reason.js';

/** Whether training jobs would be worked on. */
@Injectable()
export class TrainerStatus {
  constructor(private readonly trainers: TrainersRepository) {}

  /** What is in the way of training, with what to do; none while some trainer can work. */
  async problems(): Promise<Reason[]> {
    const problem = trainerProblem(await this.trainers.getLive());
    return problem ? [problem] : [];
  }
}
