const WINDOW_MS = 60_000;

/** Beyond this many in one window the oldest are forgotten. */
const MOST_ADDRESSES = 10_000;

interface Window {
  readonly endsAtMs: number;
  lines: number;
}

/**
 * How many lines of the log the requests of one address may cause in a minute: whoever makes a server
 * fail again and again fills no disk with it, and hides nothing else.
 */
export class LogBudget {
  private readonly windows = new Map<string, Window>();

  constructor(readonly mostLines = 60) {}

  /** @returns whether to write this line; `last` where the next ones are left out */
  take(address: string, nowMs = Date.now()): 'write' | 'last' | 'drop' {
    const { lines } = this.count(address, nowMs);
    if (lines > this.mostLines) return 'drop';
    return lines === this.mostLines ? 'last' : 'write';
  }

  private count(address: string, nowMs: number): Window {
    let window = this.windows.get(address);
    if (!window || window.endsAtMs <= nowMs) {
      // Put at the end: the map is in order of the windows' ends.
      this.windows.delete(address);
      window = { endsAtMs: nowMs + WINDOW_MS, lines: 0 };
      this.windows.set(address, window);
      this.forget(nowMs);
    }
    window.lines++;
    return window;
  }

  private forget(nowMs: number): void {
    for (const [address, { endsAtMs }] of this.windows) {
      if (endsAtMs > nowMs && this.windows.size <= MOST_ADDRESSES) return;
      this.windows.delete(address);
    }
  }
}
