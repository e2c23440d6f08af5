const WINDOW_MS = 60_000;

/** Beyond this many writers and addresses in one minute the oldest are forgotten. */
const MOST_KEYS = 100_000;

interface Window {
  readonly endsAtMs: number;
  count: number;
}

/** Counts requests in minutes that start with a key's first one. */
export class RequestCounter {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly limit: number) {}

  /** @returns the milliseconds to wait, 0 when the request is within the limit */
  take(key: string, nowMs: number): number {
    const window = this.windowOf(key, nowMs);
    window.count++;
    return window.count <= this.limit ? 0 : window.endsAtMs - nowMs;
  }

  private windowOf(key: string, nowMs: number): Window {
    const known = this.windows.get(key);
    if (known && known.endsAtMs > nowMs) return known;
    // Put at the end: the map is in order of the windows' starts, and so of their ends.
    this.windows.delete(key);
    const window = { endsAtMs: nowMs + WINDOW_MS, count: 0 };
    this.windows.set(key, window);
    this.forget(nowMs);
    return window;
  }

  private forget(nowMs: number): void {
    for (const [key, { endsAtMs }] of this.windows) {
      if (endsAtMs > nowMs && this.windows.size <= MOST_KEYS) return;
      this.windows.delete(key);
    }
  }
}
