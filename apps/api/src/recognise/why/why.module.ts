import { Module } from '@nestjs/common';
import { ServingModule } from '../serving/serving.module.js';
import { WhyService } from './why.service.js';

@Module({
  imports: [ServingModule],
  providers: [WhyService],
  exports: [WhyService],
})
export class WhyModule {}
