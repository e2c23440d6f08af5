import { Logger } from '@nestjs/common';

/** A loaded version costs memory: so many may wait for their last requests while the next ones load. */
const MOST_DRAINING = 2;

/** Old versions with requests that they have to end. */
export class Draining {
  private readonly logger = new Logger(Draining.name);
  private readonly ending = new Set<Promise<void>>();

  /** @param retire ends when the version is closed */
  add(retire: () => Promise<void>): void {
    const ended = retire()
      .catch((error: unknown) => this.logger.error(`an old model stays: ${String(error)}`))
      .finally(() => this.ending.delete(ended));
    this.ending.add(ended);
  }

  /** Resolves when one more may be loaded. */
  async room(): Promise<void> {
    while (this.ending.size > MOST_DRAINING) await Promise.race(this.ending);
  }

  /** Resolves when no old version has requests to end. */
  async over(): Promise<void> {
    while (this.ending.size > 0) await Promise.all(this.ending);
  }
}
