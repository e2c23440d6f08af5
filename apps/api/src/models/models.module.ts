import { Module } from '@nestjs/common';
import { RegistryModule } from '../recognise/registry/registry.module.js';
import { ModelsController } from './models.controller.js';
import { ModelsService } from './models.service.js';

@Module({ imports: [RegistryModule], controllers: [ModelsController], providers: [ModelsService] })
export class ModelsModule {}
