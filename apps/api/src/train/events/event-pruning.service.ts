import { Injectable } from '@nestjs/common';
import { Daily } from '../../common/daily.js';
import { EventsRepository } from './events.repository.js';

/** Not while everything starts. */
const FIRST_AFTER_MS = 60_000;

const HOUR_MS = 60 * 60 * 1000;

/** So many jobs of a network can be read from beginning to end. */
const JOBS_WITH_EVENTS = 50;

/** Keeps the streams of old jobs from growing for ever, daily. */
@Injectable()
export class EventPruning extends Daily {
  constructor(private readonly events: EventsRepository) {
    super('old events could not be removed', FIRST_AFTER_MS);
  }

  async run(): Promise<void> {
    // Whoever watched it to its end may be reading still.
    const endedBefore = new Date(Date.now() - HOUR_MS);
    const removed = await this.events.prune({ jobs: JOBS_WITH_EVENTS, endedBefore });
    if (removed > 0) this.logger.log(`removed ${removed} events of old training jobs`);
  }
}
