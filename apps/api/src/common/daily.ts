const DAY_MS = 24 * 60 * 60 * 1000;

export interface DailyWork {
  readonly work: () => Promise<void>;
  readonly onFailure: (error: unknown) => void;
  /** Absent: at once. */
  readonly firstAfterMs?: number;
}

/** Work that is done once after the start and then every day, one run after another. */
export class Daily {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly daily: DailyWork) {}

  start(): void {
    const { firstAfterMs } = this.daily;
    if (firstAfterMs === undefined) this.run();
    else this.runAfter(firstAfterMs);
  }

  /** Waits for a run that is under way. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    await this.running;
  }

  private run(): void {
    this.running = this.daily.work().catch(this.daily.onFailure);
    this.runAfter(DAY_MS);
  }

  private runAfter(ms: number): void {
    this.timer = setTimeout(() => this.run(), ms);
    this.timer.unref();
  }
}
