import { Module } from '@nestjs/common';
import { LinesModule } from '../recognise/lines/lines.module.js';
import { PredictionsModule } from '../recognise/predictions/predictions.module.js';
import { ServingModule } from '../recognise/serving/serving.module.js';
import { WhyModule } from '../recognise/why/why.module.js';
import { RenormaliseRepository } from './renormalise/renormalise.repository.js';
import { RenormaliseService } from './renormalise/renormalise.service.js';
import { SuspicionRepository } from './suspicion/suspicion.repository.js';
import { SuspicionService } from './suspicion/suspicion.service.js';
import { CountsRepository } from './review/counts.repository.js';
import { DecidedRepository } from './review/decided.repository.js';
import { DetailRepository } from './review/detail.repository.js';
import { DetailService } from './review/detail.service.js';
import { QueueRepository } from './review/queue.repository.js';
import { QueueService } from './review/queue.service.js';
import { CorrectionsController } from './corrections.controller.js';
import { CorrectionsRepository } from './corrections/corrections.repository.js';
import { CorrectionsService } from './corrections/corrections.service.js';
import { LineCountsRepository } from './line-review/line-counts.repository.js';
import { LineQueueRepository } from './line-review/line-queue.repository.js';
import { LineQueueService } from './line-review/line-queue.service.js';
import { LineReviewController } from './line-review/line-review.controller.js';
import { LineSuspicionRepository } from './line-suspicion/line-suspicion.repository.js';
import { LineSuspicionService } from './line-suspicion/line-suspicion.service.js';
import { LineCorrectionsRepository } from './lines/line-corrections.repository.js';
import { LineCorrectionsService } from './lines/line-corrections.service.js';
import { SymbolsController } from './symbols/symbols.controller.js';
import { SymbolsRepository } from './symbols/symbols.repository.js';
import { SymbolsService } from './symbols/symbols.service.js';
import { ReviewRepository } from './review/review.repository.js';
import { ReviewService } from './review/review.service.js';

@Module({
  imports: [ServingModule, LinesModule, PredictionsModule, WhyModule],
  controllers: [LineReviewController, CorrectionsController, SymbolsController],
  providers: [
    CorrectionsRepository,
    CorrectionsService,
    CountsRepository,
    DecidedRepository,
    LineCorrectionsRepository,
    LineCorrectionsService,
    LineCountsRepository,
    LineQueueRepository,
    LineQueueService,
    LineSuspicionRepository,
    LineSuspicionService,
    DetailRepository,
    DetailService,
    QueueRepository,
    QueueService,
    RenormaliseRepository,
    RenormaliseService,
    ReviewRepository,
    ReviewService,
    SuspicionRepository,
    SuspicionService,
    SymbolsRepository,
    SymbolsService,
  ],
  exports: [CorrectionsService],
})
export class LearnModule {}
