import { Module } from '@nestjs/common';
import { ServingModule } from '../../recognise/serving/serving.module.js';
import { CorrectionsController } from './corrections.controller.js';
import { CorrectionsRepository } from './corrections.repository.js';
import { CorrectionsService } from './corrections.service.js';

@Module({
  imports: [ServingModule],
  controllers: [CorrectionsController],
  providers: [CorrectionsRepository, CorrectionsService],
})
export class CorrectionsModule {}
