const WINDOW_MS = 60_000;

/** Beyond this many in one window the oldest are forgotten. */
const MOST_CAUSES = 10_000;

interface Window {
  readonly endsAtMs: number;
  lines: number;
}

/**
 * How many lines of the log one cause may have in a minute, an address that sends requests or a trouble that comes again:
 * whoever makes a server fail again and again fills no disk with it, and hides nothing else.
 */
export class LogBudget {
  private readonly windows = new Map<string, Window>();

  constructor(readonly mostLines = 60) {}

  /** @returns whether to write this line; `last` where the next ones are left out */
  take(cause: string, nowMs = Date.now()): 'write' | 'last' | 'drop' {
    const { lines } = this.count(cause, nowMs);
    if (lines > this.mostLines) return 'drop';
    return lines === this.mostLines ? 'last' : 'write';
  }

  private count(cause: string, nowMs: number): Window {
    let window = this.windows.get(cause);
    if (!window || window.endsAtMs <= nowMs) {
      // Put at the end: the map is in order of the windows' ends.
      this.windows.delete(cause);
      window = { endsAtMs: nowMs + WINDOW_MS, lines: 0 };
      this.windows.set(cause, window);
      this.forget(nowMs);
    }
    window.lines++;
    return window;
  }

  private forget(nowMs: number): void {
    for (const [cause, { endsAtMs }] of this.windows) {
      if (endsAtMs > nowMs && this.windows.size <= MOST_CAUSES) return;
      this.windows.delete(cause);
    }
  }
}
