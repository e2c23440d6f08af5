import type { EventStream } from './event-stream.js';
import type { StoredEvent } from './format-event.js';

/** Where a feed reads. */
export interface EventSource {
  /** Whether a job is over, so that no event will follow those that are there. */
  hasEnded(jobId: string): Promise<boolean>;
  /** Events with a larger id, in order, at most `limit`. */
  readAfter(jobId: string, id: bigint, limit: number): Promise<StoredEvent[]>;
}

const READ_AT_ONCE = 500;

/**
 * Everybody who watches one job. Those who have read equally far share one query, so that a hundred
 * watchers cost what one does.
 */
export class JobFeed {
  private readonly streams = new Set<EventStream>();
  private reading: Promise<void> | undefined;
  private isNews = false;

  constructor(
    private readonly jobId: string,
    private readonly source: EventSource,
  ) {}

  get size(): number {
    return this.streams.size;
  }

  add(stream: EventStream): void {
    this.streams.add(stream);
  }

  delete(stream: EventStream): void {
    this.streams.delete(stream);
  }

  /** Something may have happened: sends what is new. Calls during a reading make one more. */
  wake(): Promise<void> {
    this.isNews = true;
    this.reading ??= this.readAll().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  keepAlive(): void {
    for (const stream of this.streams) stream.keepAlive();
  }

  end(): void {
    for (const stream of this.streams) stream.end();
  }

  private async readAll(): Promise<void> {
    while (this.isNews && this.streams.size > 0) {
      this.isNews = false;
      // Looked at before the events: whatever was said before the end is then among them.
      const hasEnded = await this.source.hasEnded(this.jobId);
      for (const [cursor, streams] of groupByCursor(this.streams)) {
        const events = await this.source.readAfter(this.jobId, cursor, READ_AT_ONCE);
        for (const stream of streams) stream.write(events);
        if (events.length === READ_AT_ONCE) this.isNews = true;
        else if (hasEnded) for (const stream of streams) stream.end();
      }
    }
  }
}

function groupByCursor(streams: Iterable<EventStream>): Map<bigint, EventStream[]> {
  const groups = new Map<bigint, EventStream[]>();
  for (const stream of streams) {
    const group = groups.get(stream.cursor);
    if (group) group.push(stream);
    else groups.set(stream.cursor, [stream]);
  }
  return groups;
}
