import { Module } from '@nestjs/common';
import { MemoryRepository } from './memory.repository.js';
import { MemoryService } from './memory.service.js';

@Module({
  providers: [MemoryRepository, MemoryService],
  exports: [MemoryService],
})
export class MemoryModule {}
