import { Module } from '@nestjs/common';
import { LinesModule } from '../lines/lines.module.js';
import { OwnLinesController } from './own-lines.controller.js';
import { OwnMemoryController } from './own-memory.controller.js';
import { OwnMemoryRepository } from './own-memory.repository.js';

@Module({
  imports: [LinesModule],
  controllers: [OwnLinesController, OwnMemoryController],
  providers: [OwnMemoryRepository],
})
export class OwnMemoryModule {}
