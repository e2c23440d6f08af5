import { Module } from '@nestjs/common';
import { ServingModule } from '../../recognise/serving/serving.module.js';
import { RegistryModule } from '../../recognise/registry/registry.module.js';
import { PromotionController } from './promotion.controller.js';
import { PromotionRepository } from './promotion.repository.js';
import { PromotionService } from './promotion.service.js';

@Module({
  imports: [RegistryModule, ServingModule],
  controllers: [PromotionController],
  providers: [PromotionService, PromotionRepository],
})
export class PromotionModule {}
