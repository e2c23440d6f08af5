import { Module } from '@nestjs/common';
import { AlphabetsModule } from '../alphabets/alphabets.module.js';
import { ServingModule } from '../serving/serving.module.js';
import { RecentKinds } from './recent-kinds.js';
import { WhyService } from './why.service.js';

@Module({
  imports: [ServingModule, AlphabetsModule],
  providers: [RecentKinds, WhyService],
  exports: [RecentKinds, WhyService],
})
export class WhyModule {}
