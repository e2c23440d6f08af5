import { Module } from '@nestjs/common';
import { ServingModule } from '../recognise/serving/serving.module.js';
import { SuspicionModule } from './suspicion/suspicion.module.js';
import { CountsRepository } from './review/counts.repository.js';
import { DetailRepository } from './review/detail.repository.js';
import { DetailService } from './review/detail.service.js';
import { QueueRepository } from './review/queue.repository.js';
import { QueueService } from './review/queue.service.js';
import { CorrectionsController } from './corrections.controller.js';
import { CorrectionsRepository } from './corrections/corrections.repository.js';
import { CorrectionsService } from './corrections/corrections.service.js';
import { ReviewRepository } from './review/review.repository.js';
import { ReviewService } from './review/review.service.js';

@Module({
  imports: [ServingModule, SuspicionModule],
  controllers: [CorrectionsController],
  providers: [
    CorrectionsRepository,
    CorrectionsService,
    CountsRepository,
    DetailRepository,
    DetailService,
    QueueRepository,
    QueueService,
    ReviewRepository,
    ReviewService,
  ],
})
export class LearnModule {}
