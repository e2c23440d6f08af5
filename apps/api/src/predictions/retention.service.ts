import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Daily } from '../common/daily.js';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import { PredictionsRepository } from './predictions.repository.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Removes predictions that nobody corrected after PREDICTION_RETENTION_DAYS, at start and daily. */
@Injectable()
export class RetentionService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RetentionService.name);
  private readonly daily = new Daily({
    work: () => this.run(),
    onFailure: (error) =>
      this.logger.error(`old predictions could not be removed: ${(error as Error).name}`),
  });

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly predictions: PredictionsRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.daily.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.daily.stop();
  }

  async deleteOld(now: Date): Promise<number> {
    const keptMs = this.config.predictionRetentionDays * DAY_MS;
    return this.predictions.deleteUncorrectedBefore(new Date(now.getTime() - keptMs));
  }

  private async run(): Promise<void> {
    const deleted = await this.deleteOld(new Date());
    if (deleted > 0) this.logger.log(`removed ${deleted} old predictions without a correction`);
  }
}
