import { Module } from '@nestjs/common';
import { ServingModule } from '../../recognise/serving/serving.module.js';
import { SuspicionModule } from '../suspicion/suspicion.module.js';
import { CountsRepository } from './counts.repository.js';
import { DetailRepository } from './detail.repository.js';
import { DetailService } from './detail.service.js';
import { QueueRepository } from './queue.repository.js';
import { QueueService } from './queue.service.js';
import { ReviewController } from './review.controller.js';
import { ReviewRepository } from './review.repository.js';
import { ReviewService } from './review.service.js';

@Module({
  imports: [ServingModule, SuspicionModule],
  controllers: [ReviewController],
  providers: [
    CountsRepository,
    DetailRepository,
    DetailService,
    QueueRepository,
    QueueService,
    ReviewRepository,
    ReviewService,
  ],
})
export class ReviewModule {}
