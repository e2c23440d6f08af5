const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 30_000;
/** Also where the server, or the proxy before it, says "now". */
const SHORTEST_WAIT_MS = 1000;
/** Browsers take longer times for none. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Tries again after a pause, which doubles with each failure in a row. */
export class RetryTimer {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waitMs = FIRST_WAIT_MS;

  constructor(private readonly again: () => void) {}

  /** @param ms instead of the pause that is due, as the server wants it */
  start(ms = this.waitMs): void {
    this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
    this.timer = setTimeout(this.again, Math.min(Math.max(ms, SHORTEST_WAIT_MS), LONGEST_TIMER_MS));
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** It went well: the next failure is the first. */
  reset(): void {
    this.stop();
    this.waitMs = FIRST_WAIT_MS;
  }
}
