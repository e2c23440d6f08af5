import { Module } from '@nestjs/common';
import { ServingModule } from '../../recognise/serving/serving.module.js';
import { DeletionRepository } from './deletion.repository.js';
import { ExportService } from './export.service.js';
import { OwnDataController } from './own-data.controller.js';
import { OwnDataRepository } from './own-data.repository.js';
import { OwnDataService } from './own-data.service.js';

@Module({
  imports: [ServingModule],
  controllers: [OwnDataController],
  providers: [DeletionRepository, ExportService, OwnDataRepository, OwnDataService],
})
export class OwnDataModule {}
