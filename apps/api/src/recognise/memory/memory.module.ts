import { Module } from '@nestjs/common';
import { ReplicaId } from './memory-channel.js';
import { MemoryRepository } from './memory.repository.js';
import { MemoryService } from './memory.service.js';

@Module({
  providers: [MemoryRepository, MemoryService, ReplicaId],
  exports: [MemoryService, ReplicaId],
})
export class MemoryModule {}
