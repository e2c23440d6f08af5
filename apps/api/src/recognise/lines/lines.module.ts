import { Module } from '@nestjs/common';
import { RegistryModule } from '../registry/registry.module.js';
import { ServingModule } from '../serving/serving.module.js';
import { LineDeletionRepository } from './line-deletion.repository.js';
import { LineDeletionService } from './line-deletion.service.js';
import { LineRetention } from './line-retention.service.js';
import { LinesController } from './lines.controller.js';
import { LinesHistoryService } from './lines-history.service.js';
import { LinesNetwork } from './lines-network.service.js';
import { LinesRepository } from './lines.repository.js';
import { LinesService } from './lines.service.js';
import { LinesVersionsRepository } from './lines-versions.repository.js';

@Module({
  imports: [ServingModule, RegistryModule],
  controllers: [LinesController],
  providers: [
    LineDeletionRepository,
    LineDeletionService,
    LineRetention,
    LinesHistoryService,
    LinesNetwork,
    LinesRepository,
    LinesService,
    LinesVersionsRepository,
  ],
  exports: [LinesNetwork, LinesRepository],
})
export class LinesModule {}
