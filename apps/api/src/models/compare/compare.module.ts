import { Module } from '@nestjs/common';
import { ModelsModule } from '../models.module.js';
import { CompareController } from './compare.controller.js';
import { CompareService } from './compare.service.js';
import { ReadingsRepository } from './readings.repository.js';
import { SampleReader } from './sample-reader.service.js';

@Module({
  imports: [ModelsModule],
  controllers: [CompareController],
  providers: [CompareService, ReadingsRepository, SampleReader],
})
export class CompareModule {}
