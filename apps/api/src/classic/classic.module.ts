import { Module } from '@nestjs/common';
import { LearnModule } from '../learn/learn.module.js';
import { PredictionsModule } from '../recognise/predictions/predictions.module.js';
import { ClassicWriter } from './classic-writer.service.js';
import { ClassicWriterRepository } from './classic-writer.repository.js';
import { ClassicService } from './classic.service.js';

/** Clients of other demos, where CLASSIC_API is set: see mount-classic.ts. */
@Module({
  imports: [PredictionsModule, LearnModule],
  providers: [ClassicService, ClassicWriter, ClassicWriterRepository],
  exports: [ClassicService, ClassicWriter],
})
export class ClassicModule {}
