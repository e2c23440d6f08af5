import { Module } from '@nestjs/common';
import { ServingModule } from '../../recognise/serving/serving.module.js';
import { ModelsModule } from '../models.module.js';
import { PromotionController } from './promotion.controller.js';
import { PromotionRepository } from './promotion.repository.js';
import { PromotionService } from './promotion.service.js';

/** Apart from the registry, which serving needs itself. */
@Module({
  imports: [ModelsModule, ServingModule],
  controllers: [PromotionController],
  providers: [PromotionService, PromotionRepository],
})
export class PromotionModule {}
