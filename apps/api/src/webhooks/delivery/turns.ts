/** No delivery is looked at again sooner, in milliseconds. */
const SHORTEST_MS = 8000;

/** However much waits: an address that has come back is soon noticed. */
const LONGEST_MS = 240_000;

/**
 * When deliveries to a slow address are to be looked at again. Each gets a turn behind those that were put off before: if all
 * came back after the same few seconds, thousands that wait would keep the database busy for as long as the address is slow.
 */
export class Turns {
  private lastAtMs = 0;

  /** @param slots how many deliveries are sent at a time */
  constructor(private readonly slots: number) {}

  /**
   * @param durationMs of the last attempt
   * @returns in how many milliseconds, a quarter shorter or longer by chance
   */
  next(durationMs: number, nowMs: number): number {
    const ahead = Math.max(this.lastAtMs - nowMs, 0) + durationMs / this.slots;
    const inMs = Math.min(ahead, LONGEST_MS);
    this.lastAtMs = nowMs + inMs;
    return Math.round(Math.max(inMs, SHORTEST_MS) * (0.75 + Math.random() / 2));
  }
}
