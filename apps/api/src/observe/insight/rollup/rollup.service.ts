import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { RollupRepository } from './rollup.repository.js';

const EVERY_MS = 5 * 60 * 1000;

/** Keeps the counts near the present, so that figures read few rows of predictions themselves. */
@Injectable()
export class RollupService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RollupService.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly rollups: RollupRepository) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
    this.timer = setInterval(() => (this.running = this.run()), EVERY_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    try {
      await this.rollups.rollUp();
    } catch (error) {
      // What is not in the counts is counted from its rows: figures stay right, and are slower.
      this.logger.error(`predictions could not be counted: ${(error as Error).name}`);
    }
  }
}
