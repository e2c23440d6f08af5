import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import { PredictionsRepository } from './predictions.repository.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Removes predictions that nobody corrected after PREDICTION_RETENTION_DAYS, at start and daily. */
@Injectable()
export class RetentionService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RetentionService.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly predictions: PredictionsRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
    this.timer = setInterval(() => (this.running = this.run()), DAY_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  async deleteOld(now: Date): Promise<number> {
    const keptMs = this.config.predictionRetentionDays * DAY_MS;
    return this.predictions.deleteUncorrectedBefore(new Date(now.getTime() - keptMs));
  }

  private async run(): Promise<void> {
    try {
      const deleted = await this.deleteOld(new Date());
      if (deleted > 0) this.logger.log(`removed ${deleted} old predictions without a correction`);
    } catch (error) {
      this.logger.error(`old predictions could not be removed: ${(error as Error).name}`);
    }
  }
}
