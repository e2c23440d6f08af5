import { Module } from '@nestjs/common';
import { ModelFiles } from './model-files.js';
import { ModelsController } from './models.controller.js';
import { ModelsRepository } from './models.repository.js';
import { ModelsService } from './models.service.js';

@Module({
  controllers: [ModelsController],
  providers: [ModelsRepository, ModelsService, ModelFiles],
  exports: [ModelsService, ModelsRepository, ModelFiles],
})
export class ModelsModule {}
