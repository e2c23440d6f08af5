import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { repeat } from '../../common/repeat.js';
import { RateCountsRepository } from './rate-counts.repository.js';

const SWEEP_EVERY_MS = 60_000;

/** Removes counts that are over, also while nobody asks for anything: they are of people and their addresses. */
@Injectable()
export class RateSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(RateSweep.name);
  private end: () => Promise<void> = () => Promise.resolve();

  constructor(private readonly counts: RateCountsRepository) {}

  onApplicationBootstrap(): void {
    this.end = repeat({
      pauseMs: () => SWEEP_EVERY_MS,
      work: () => this.counts.sweep(),
      onFailure: (error) => this.logger.warn(`old counts of requests stay: ${String(error)}`),
    });
  }

  onModuleDestroy(): Promise<void> {
    return this.end();
  }
}
