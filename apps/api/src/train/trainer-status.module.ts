import { Module } from '@nestjs/common';
import { TrainerStatus } from './trainer-status.js';
import { TrainersRepository } from './trainers.repository.js';

/** Apart from the training calls, so that health can ask without them. */
@Module({
  providers: [TrainersRepository, TrainerStatus],
  exports: [TrainersRepository, TrainerStatus],
})
export class TrainerStatusModule {}
