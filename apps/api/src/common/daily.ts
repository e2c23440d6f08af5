import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { repeat } from './repeat.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Work that is done once after the start and then every day, one run after another. */
export abstract class Daily implements OnApplicationBootstrap, OnApplicationShutdown {
  protected readonly logger = new Logger(this.constructor.name);
  protected stopping = false;
  private end: () => Promise<void> = () => Promise.resolve();

  /**
   * @param failure what the log says when a run fails
   * @param firstAfterMs absent: at once
   */
  protected constructor(
    private readonly failure: string,
    private readonly firstAfterMs?: number,
  ) {}

  abstract run(): Promise<void>;

  onApplicationBootstrap(): void {
    this.end = repeat({
      ...(this.firstAfterMs !== undefined && { firstAfterMs: this.firstAfterMs }),
      pauseMs: () => DAY_MS,
      work: () => this.run(),
      onFailure: (error) => this.logger.error(`${this.failure}: ${(error as Error).name}`),
    });
  }

  /** Waits for a run that is under way. */
  onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    return this.end();
  }
}
