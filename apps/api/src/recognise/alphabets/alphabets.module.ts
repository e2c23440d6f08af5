import { Module } from '@nestjs/common';
import { ServingModule } from '../serving/serving.module.js';
import { AlphabetBook } from './alphabet-book.js';
import { AnswerSpace } from './answer-space.service.js';
import { AlphabetProgress } from './alphabet-progress.service.js';
import { AlphabetSamples } from './alphabet-samples.repository.js';
import { AlphabetsController } from './alphabets.controller.js';
import { AlphabetsRepository } from './alphabets.repository.js';
import { AlphabetsService } from './alphabets.service.js';

@Module({
  imports: [ServingModule],
  controllers: [AlphabetsController],
  providers: [
    AlphabetBook,
    AlphabetProgress,
    AlphabetSamples,
    AlphabetsRepository,
    AlphabetsService,
    AnswerSpace,
  ],
  exports: [AlphabetBook, AnswerSpace],
})
export class AlphabetsModule {}
