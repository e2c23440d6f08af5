import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { RateCountsRepository } from './rate-counts.repository.js';

/** How long additions gather before they are written, and so how old the others' counts may be. */
const FLUSH_AFTER_MS = 200;

const MOST_KEYS_A_FLUSH = 1000;

/** Beyond this many writers and addresses in one window the oldest are forgotten. */
const MOST_KEYS = 100_000;

interface Window {
  endsAtMs: number;
  /** Of all replicas, as far as this one has heard. */
  count: number;
  /** Of this replica, not written yet. */
  pending: number;
}

export interface Counted {
  /** Requests in this window, this one too. */
  readonly count: number;
  readonly isTooMany: boolean;
  /** Until the window ends. */
  readonly leftS: number;
}

/**
 * Counts requests in windows that begin with a key's first one, together with the other replicas. A
 * request is judged by what this process knows and never waits for the database: its additions are
 * written in batches, whose answers have the counts of all.
 *
 * How exact: alone, to the request. With others each may let through what it takes for a key between two
 * flushes (0.2 s and a round trip) before it hears that the limit was reached elsewhere. Without the
 * database each replica counts by itself.
 */
@Injectable()
export class RequestCounts implements OnModuleDestroy {
  private readonly logger = new Logger(RequestCounts.name);
  private readonly windows = new Map<string, Window>();
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> | undefined;
  private stopped = false;
  private failing = false;

  constructor(private readonly counts: RateCountsRepository) {}

  count(key: string, windowMs: number, limit: number): Counted {
    const nowMs = Date.now();
    const window = this.windowOf(key, windowMs, nowMs);
    // What is refused need not be told: a flood costs no writes.
    if (window.count <= limit) {
      window.count++;
      window.pending++;
      this.flushLater(windowMs);
    }
    const leftS = Math.max(1, Math.ceil((window.endsAtMs - nowMs) / 1000));
    return { count: window.count, isTooMany: window.count > limit, leftS };
  }

  /** Writes what was counted here, and reads what was counted elsewhere. */
  async flush(windowMs: number): Promise<void> {
    this.flushing ??= this.exchange(windowMs).finally(() => (this.flushing = undefined));
    await this.flushing;
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.flushing;
  }

  private flushLater(windowMs: number): void {
    if (this.timer || this.stopped) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.flush(windowMs);
    }, FLUSH_AFTER_MS);
    this.timer.unref();
  }

  private async exchange(windowMs: number): Promise<void> {
    const additions = this.takePending();
    if (additions.size === 0) return;
    try {
      const shared = await this.counts.add(additions, windowMs);
      const nowMs = Date.now();
      for (const { key, count, leftMs } of shared) {
        const window = this.windows.get(key);
        if (!window) continue;
        window.count = count + window.pending;
        window.endsAtMs = nowMs + leftMs;
      }
      this.failing = false;
    } catch (error) {
      this.putBack(additions);
      if (!this.failing) {
        const name = error instanceof Error ? error.name : 'error';
        this.logger.warn(`limits are not shared with other replicas for now: ${name}`);
      }
      this.failing = true;
    }
    if (this.hasPending()) this.flushLater(windowMs);
  }

  private takePending(): Map<string, number> {
    const taken = new Map<string, number>();
    for (const [key, window] of this.windows) {
      if (window.pending === 0) continue;
      taken.set(key, window.pending);
      window.pending = 0;
      if (taken.size === MOST_KEYS_A_FLUSH) break;
    }
    return taken;
  }

  private putBack(additions: ReadonlyMap<string, number>): void {
    for (const [key, count] of additions) {
      const window = this.windows.get(key);
      if (window) window.pending += count;
    }
  }

  private hasPending(): boolean {
    for (const { pending } of this.windows.values()) if (pending > 0) return true;
    return false;
  }

  private windowOf(key: string, windowMs: number, nowMs: number): Window {
    const known = this.windows.get(key);
    if (known && known.endsAtMs > nowMs) return known;
    // Put at the end: the map is about in order of the windows' ends.
    this.windows.delete(key);
    const window = { endsAtMs: nowMs + windowMs, count: 0, pending: 0 };
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
