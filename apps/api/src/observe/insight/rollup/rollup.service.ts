import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { repeat } from '../../../common/repeat.js';
import { RollupRepository } from './rollup.repository.js';

const EVERY_MS = 5 * 60 * 1000;

/** Keeps the counts near the present, so that figures read few rows of predictions themselves. */
@Injectable()
export class RollupService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RollupService.name);
  private end: () => Promise<void> = () => Promise.resolve();

  constructor(private readonly rollups: RollupRepository) {}

  onApplicationBootstrap(): void {
    this.end = repeat({
      pauseMs: () => EVERY_MS,
      work: () => this.rollups.rollUp(),
      // What is not in the counts is counted from its rows: figures stay right, and are slower.
      onFailure: (error) =>
        this.logger.error(`predictions could not be counted: ${(error as Error).name}`),
    });
  }

  onApplicationShutdown(): Promise<void> {
    return this.end();
  }
}
