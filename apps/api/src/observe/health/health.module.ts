import { Module } from '@nestjs/common';
import { ReplicasModule } from '../replicas/replicas.module.js';
import { ServingModule } from '../../recognise/serving/serving.module.js';
import { TrainerStatusModule } from '../../train/trainer-status.module.js';
import { HealthController } from './health.controller.js';
import { HealthRepository } from './health.repository.js';
import { HealthService } from './health.service.js';

@Module({
  imports: [ServingModule, ReplicasModule, TrainerStatusModule],
  controllers: [HealthController],
  providers: [HealthRepository, HealthService],
})
export class HealthModule {}
