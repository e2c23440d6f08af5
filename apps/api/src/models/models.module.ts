import { Module } from '@nestjs/common';
import { RegistryModule } from '../recognise/registry/registry.module.js';
import { ServingModule } from '../recognise/serving/serving.module.js';
import { CompareController } from './compare/compare.controller.js';
import { CompareService } from './compare/compare.service.js';
import { ReadingsRepository } from './compare/readings.repository.js';
import { SampleReader } from './compare/sample-reader.service.js';
import { LanguageController } from './language.controller.js';
import { LikenessController } from './likeness.controller.js';
import { HalfFiles } from './half-files.js';
import { ModelsController } from './models.controller.js';
import { ModelsService } from './models.service.js';
import { PenController } from './pen.controller.js';
import { PromotionController } from './promotion/promotion.controller.js';
import { PromotionRepository } from './promotion/promotion.repository.js';
import { PromotionService } from './promotion/promotion.service.js';
import { PruningRepository } from './pruning/pruning.repository.js';
import { PruningService } from './pruning/pruning.service.js';

@Module({
  imports: [RegistryModule, ServingModule],
  controllers: [
    LanguageController,
    LikenessController,
    PenController,
    ModelsController,
    PromotionController,
    CompareController,
  ],
  providers: [
    CompareService,
    HalfFiles,
    ModelsService,
    PromotionRepository,
    PromotionService,
    PruningRepository,
    PruningService,
    ReadingsRepository,
    SampleReader,
  ],
})
export class ModelsModule {}
