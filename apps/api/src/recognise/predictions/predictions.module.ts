import { Module } from '@nestjs/common';
import { AlphabetsModule } from '../alphabets/alphabets.module.js';
import { ServingModule } from '../serving/serving.module.js';
import { WhyModule } from '../why/why.module.js';
import { DrawingDeletionRepository } from './deletion.repository.js';
import { DrawingDeletionService } from './deletion.service.js';
import { HistoryService } from './history.service.js';
import { KeptPictures } from './kept-pictures.service.js';
import { PredictionsController } from './predictions.controller.js';
import { PredictionsRepository } from './predictions.repository.js';
import { PredictionsService } from './predictions.service.js';
import { Recorder } from './recorder.js';
import { RetentionService } from './retention.service.js';

@Module({
  imports: [ServingModule, AlphabetsModule, WhyModule],
  controllers: [PredictionsController],
  providers: [
    PredictionsRepository,
    PredictionsService,
    Recorder,
    KeptPictures,
    HistoryService,
    DrawingDeletionRepository,
    DrawingDeletionService,
    RetentionService,
  ],
  exports: [KeptPictures, PredictionsService, Recorder],
})
export class PredictionsModule {}
