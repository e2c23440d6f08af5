import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Work that is done once after the start and then every day, one run after another. */
export abstract class Daily implements OnApplicationBootstrap, OnApplicationShutdown {
  protected readonly logger = new Logger(this.constructor.name);
  protected stopping = false;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

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
    if (this.firstAfterMs === undefined) this.start();
    else this.startAfter(this.firstAfterMs);
  }

  /** Waits for a run that is under way. */
  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private start(): void {
    this.running = this.run().catch((error: unknown) => {
      this.logger.error(`${this.failure}: ${(error as Error).name}`);
    });
    this.startAfter(DAY_MS);
  }

  private startAfter(ms: number): void {
    this.timer = setTimeout(() => this.start(), ms);
    this.timer.unref();
  }
}
