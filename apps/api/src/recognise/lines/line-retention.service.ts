import { Inject, Injectable } from '@nestjs/common';
import { Daily } from '../../common/daily.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { LinesRepository } from './lines.repository.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Removes lines that nobody corrected after PREDICTION_RETENTION_DAYS, at start and daily. */
@Injectable()
export class LineRetention extends Daily {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly lines: LinesRepository,
  ) {
    super('old lines could not be removed');
  }

  async deleteOld(now: Date): Promise<number> {
    const keptMs = this.config.predictionRetentionDays * DAY_MS;
    return this.lines.deleteUncorrectedBefore(new Date(now.getTime() - keptMs));
  }

  async run(): Promise<void> {
    const deleted = await this.deleteOld(new Date());
    if (deleted > 0) this.logger.log(`removed ${deleted} old lines without a correction`);
  }
}
