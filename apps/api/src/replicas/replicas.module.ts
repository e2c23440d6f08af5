import { Module } from '@nestjs/common';
import { MemoryModule } from '../memory/memory.module.js';
import { ServingModule } from '../serving/serving.module.js';
import { Heartbeat } from './heartbeat.service.js';
import { ReplicasRepository } from './replicas.repository.js';

@Module({
  imports: [MemoryModule, ServingModule],
  providers: [ReplicasRepository, Heartbeat],
  exports: [ReplicasRepository],
})
export class ReplicasModule {}
