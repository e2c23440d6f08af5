import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DatabaseNews } from '../../database/database-news.js';
import { ACCESS_CHANNEL } from './access-news.repository.js';

/**
 * For answers that go on for long: requests are judged one by one, but a stream that was allowed when it
 * began would outlive the role, the key or the person.
 */
@Injectable()
export class AccessNews implements OnModuleInit {
  private readonly listeners = new Map<string, Set<() => void>>();

  constructor(private readonly news: DatabaseNews) {}

  /** From the start, so that nothing is missed while the first stream begins. */
  async onModuleInit(): Promise<void> {
    await this.news.subscribe(ACCESS_CHANNEL, {
      heard: (userId) => this.tell(userId),
      mayHaveMissed: () => {
        for (const userId of [...this.listeners.keys()]) this.tell(userId);
      },
    });
  }

  /**
   * Calls `changed` whenever something of what somebody may do is other than before, and perhaps when
   * nothing is: whoever ends a stream then lets its client ask again. Call it before anything is awaited.
   *
   * @returns a function that stops it
   */
  onChange(userId: string, changed: () => void): () => void {
    const known = this.listeners.get(userId) ?? new Set();
    this.listeners.set(userId, known.add(changed));
    return () => {
      known.delete(changed);
      if (known.size === 0 && this.listeners.get(userId) === known) this.listeners.delete(userId);
    };
  }

  private tell(userId: string): void {
    for (const changed of [...(this.listeners.get(userId) ?? [])]) changed();
  }
}
