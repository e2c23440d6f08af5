import { Global, Module } from '@nestjs/common';
import { RateCountsRepository } from './rate-counts.repository.js';
import { RateSweep } from './rate-sweep.service.js';
import { RequestCounts } from './request-counts.js';
import { RequestLimits } from './request-limits.js';
import { SharedLimits } from './shared-limits.service.js';

/** Limits that replicas share. */
@Global()
@Module({
  providers: [RateCountsRepository, RateSweep, SharedLimits, RequestCounts, RequestLimits],
  exports: [SharedLimits],
})
export class RateLimitModule {}
