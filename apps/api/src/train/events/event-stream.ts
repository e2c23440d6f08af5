import { Readable } from 'node:stream';
import { formatEvent, HEARTBEAT, OPENING, type StoredEvent } from './format-event.js';

/** A client that reads slower than events come is let go at this; it resumes where it was. */
const MOST_UNREAD_BYTES = 1024 * 1024;

/** One client's stream of a job's events: each once, in order. */
export class EventStream {
  readonly body = new Readable({ read: () => undefined });
  /** Nothing may be pushed any more, although the client may have some of it to read. */
  private isEnded = false;

  /** @param cursor id of the last event that the client has */
  constructor(public cursor: bigint) {
    this.body.push(OPENING);
  }

  get isOpen(): boolean {
    return !this.isEnded && !this.body.destroyed;
  }

  write(events: readonly StoredEvent[]): void {
    for (const event of events) {
      if (!this.isOpen || event.id <= this.cursor) continue;
      this.cursor = event.id;
      this.push(formatEvent(event));
    }
  }

  keepAlive(): void {
    if (this.isOpen) this.push(HEARTBEAT);
  }

  /** After what was written. */
  end(): void {
    if (!this.isOpen) return;
    this.isEnded = true;
    this.body.push(null);
  }

  private push(text: string): void {
    this.body.push(text);
    if (this.body.readableLength > MOST_UNREAD_BYTES) this.body.destroy();
  }
}
