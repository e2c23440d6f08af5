import { Module } from '@nestjs/common';
import { InferenceModule } from '../inference/inference.module.js';
import { ReplicaId } from './memory-channel.js';
import { MemoryRepository } from './memory.repository.js';
import { MemoryService } from './memory.service.js';

@Module({
  imports: [InferenceModule],
  providers: [MemoryRepository, MemoryService, ReplicaId],
  exports: [MemoryService, ReplicaId],
})
export class MemoryModule {}
