import { Global, Module } from '@nestjs/common';
import { ThrottlerModule } from '@nestjs/throttler';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import { RateCountsRepository } from './rate-counts.repository.js';
import { OF_ADDRESS } from './rate-limit.guard.js';
import { SharedLimits } from './shared-limits.service.js';
import { SharedThrottlerStorage } from './throttler.storage.js';

const MINUTE_MS = 60_000;

@Global()
@Module({
  providers: [RateCountsRepository, SharedLimits, SharedThrottlerStorage],
  exports: [SharedLimits, SharedThrottlerStorage],
})
class CountsModule {}

/** Limits that replicas share. */
@Module({
  imports: [
    CountsModule,
    ThrottlerModule.forRootAsync({
      inject: [CONFIG, SharedThrottlerStorage],
      useFactory: ({ rateLimit, addressRateLimit }: Config, storage: SharedThrottlerStorage) => ({
        throttlers: [
          { ttl: MINUTE_MS, limit: rateLimit, skipIf: () => rateLimit === 0 },
          {
            name: OF_ADDRESS,
            ttl: MINUTE_MS,
            limit: addressRateLimit,
            skipIf: () => addressRateLimit === 0,
          },
        ],
        storage,
      }),
    }),
  ],
})
export class RateLimitModule {}
