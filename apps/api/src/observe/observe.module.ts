import { Module } from '@nestjs/common';
import { ClassicModule } from '../classic/classic.module.js';
import { MemoryModule } from '../recognise/memory/memory.module.js';
import { ServingModule } from '../recognise/serving/serving.module.js';
import { TrainerStatusModule } from '../train/trainer-status.module.js';
import { HealthController } from './health/health.controller.js';
import { HealthRepository } from './health/health.repository.js';
import { HealthService } from './health/health.service.js';
import { AnalyticsController } from './insight/analytics.controller.js';
import { AnalyticsRepository } from './insight/analytics.repository.js';
import { AnalyticsService } from './insight/analytics.service.js';
import { LineFiguresRepository } from './insight/lines/line-figures.repository.js';
import { LineFiguresService } from './insight/lines/line-figures.service.js';
import { OverviewRepository } from './insight/overview.repository.js';
import { OwnInsightController } from './insight/own/own-insight.controller.js';
import { OwnInsightService } from './insight/own/own-insight.service.js';
import { OwnSamplesRepository } from './insight/own/own-samples.repository.js';
import { PeriodRepository } from './insight/period.repository.js';
import { RollupRepository } from './insight/rollup/rollup.repository.js';
import { RollupService } from './insight/rollup/rollup.service.js';
import { Heartbeat } from './replicas/heartbeat.service.js';
import { ReplicasRepository } from './replicas/replicas.repository.js';

@Module({
  imports: [ClassicModule, MemoryModule, ServingModule, TrainerStatusModule],
  controllers: [AnalyticsController, OwnInsightController, HealthController],
  providers: [
    AnalyticsRepository,
    AnalyticsService,
    HealthRepository,
    HealthService,
    Heartbeat,
    LineFiguresRepository,
    LineFiguresService,
    OverviewRepository,
    OwnInsightService,
    OwnSamplesRepository,
    PeriodRepository,
    ReplicasRepository,
    RollupRepository,
    RollupService,
  ],
})
export class ObserveModule {}
