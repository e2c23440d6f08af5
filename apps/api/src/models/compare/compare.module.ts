import { Module } from '@nestjs/common';
import { RegistryModule } from '../../recognise/registry/registry.module.js';
import { CompareController } from './compare.controller.js';
import { CompareService } from './compare.service.js';
import { ReadingsRepository } from './readings.repository.js';
import { SampleReader } from './sample-reader.service.js';

@Module({
  imports: [RegistryModule],
  controllers: [CompareController],
  providers: [CompareService, ReadingsRepository, SampleReader],
})
export class CompareModule {}
