import { Module } from '@nestjs/common';
import { ServingModule } from '../serving/serving.module.js';
import { LineDeletionRepository } from './line-deletion.repository.js';
import { LineDeletionService } from './line-deletion.service.js';
import { LineMemory } from './line-memory.service.js';
import { LineMemoryRepository } from './line-memory.repository.js';
import { LineRecorder } from './line-recorder.js';
import { LineRetention } from './line-retention.service.js';
import { LinesController } from './lines.controller.js';
import { LinesHistoryService } from './lines-history.service.js';
import { LinesRepository } from './lines.repository.js';
import { LinesService } from './lines.service.js';
import { WriterSlants } from './writer-slants.js';

@Module({
  imports: [ServingModule],
  controllers: [LinesController],
  providers: [
    LineDeletionRepository,
    LineDeletionService,
    LineMemory,
    LineMemoryRepository,
    LineRecorder,
    LineRetention,
    LinesHistoryService,
    LinesRepository,
    LinesService,
    WriterSlants,
  ],
  exports: [LineMemory, LineRecorder, LinesRepository],
})
export class LinesModule {}
