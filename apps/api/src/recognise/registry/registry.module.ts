import { Module } from '@nestjs/common';
import { ModelFiles } from './model-files.js';
import { RegistryRepository } from './registry.repository.js';
import { ShippedModels } from './shipped-models.service.js';

@Module({
  providers: [RegistryRepository, ModelFiles, ShippedModels],
  exports: [RegistryRepository, ModelFiles, ShippedModels],
})
export class RegistryModule {}
