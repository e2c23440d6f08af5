import { Module } from '@nestjs/common';
import { MemoryModule } from '../../recognise/memory/memory.module.js';
import { ServingModule } from '../../recognise/serving/serving.module.js';
import { Heartbeat } from './heartbeat.service.js';
import { ReplicasRepository } from './replicas.repository.js';

@Module({
  imports: [MemoryModule, ServingModule],
  providers: [ReplicasRepository, Heartbeat],
  exports: [ReplicasRepository],
})
export class ReplicasModule {}
