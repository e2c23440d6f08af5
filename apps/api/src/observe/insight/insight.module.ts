import { Module } from '@nestjs/common';
import { AnalyticsController } from './analytics.controller.js';
import { AnalyticsRepository } from './analytics.repository.js';
import { AnalyticsService } from './analytics.service.js';
import { OverviewRepository } from './overview.repository.js';
import { OwnInsightController } from './own/own-insight.controller.js';
import { OwnInsightService } from './own/own-insight.service.js';
import { OwnSamplesRepository } from './own/own-samples.repository.js';
import { PeriodRepository } from './period.repository.js';
import { RollupRepository } from './rollup/rollup.repository.js';
import { RollupService } from './rollup/rollup.service.js';

@Module({
  controllers: [AnalyticsController, OwnInsightController],
  providers: [
    AnalyticsRepository,
    AnalyticsService,
    OverviewRepository,
    OwnInsightService,
    OwnSamplesRepository,
    PeriodRepository,
    RollupRepository,
    RollupService,
  ],
})
export class InsightModule {}
