import { Module } from '@nestjs/common';
import { ServingModule } from '../../recognise/serving/serving.module.js';
import { SuspicionRepository } from './suspicion.repository.js';
import { SuspicionService } from './suspicion.service.js';

@Module({
  imports: [ServingModule],
  providers: [SuspicionRepository, SuspicionService],
})
export class SuspicionModule {}
