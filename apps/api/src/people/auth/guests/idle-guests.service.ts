import { Inject, Injectable } from '@nestjs/common';
import { Daily } from '../../../common/daily.js';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/load-config.js';
import { refreshSamples } from '../../../recognise/serving/refresh-samples.js';
import { ServingService } from '../../../recognise/serving/serving.service.js';
import { GuestsRepository } from './guests.repository.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Guests of whom nothing is kept are of no use to anybody for longer. */
const EMPTY_DAYS = 7;

/** So few in one transaction that nobody waits for it. */
const GUESTS_AT_ONCE = 25;
const SESSIONS_AT_ONCE = 1000;

/** Removes guests who never come back, and sessions that are over, at start and daily. */
@Injectable()
export class IdleGuests extends Daily {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly guests: GuestsRepository,
    private readonly serving: ServingService,
  ) {
    super('idle guests could not be removed');
  }

  /** @returns how many guests were removed */
  async removeIdle(now: Date): Promise<number> {
    const days = this.config.guestRetentionDays;
    const ago = (count: number): Date => new Date(now.getTime() - count * DAY_MS);
    const idle = { before: ago(days), emptyBefore: ago(Math.min(days, EMPTY_DAYS)) };
    let removed = 0;
    for (let last = GUESTS_AT_ONCE; last === GUESTS_AT_ONCE && !this.stopping; removed += last) {
      const { guests, samples } = await this.guests.release(idle, GUESTS_AT_ONCE);
      await refreshSamples(this.serving, samples);
      last = guests;
    }
    return removed;
  }

  /** @returns how many sessions were removed */
  async removeExpired(): Promise<number> {
    let removed = 0;
    for (
      let last = SESSIONS_AT_ONCE;
      last === SESSIONS_AT_ONCE && !this.stopping;
      removed += last
    ) {
      last = await this.guests.removeExpired(SESSIONS_AT_ONCE);
    }
    return removed;
  }

  async run(): Promise<void> {
    const sessions = await this.removeExpired();
    const guests = await this.removeIdle(new Date());
    if (guests + sessions === 0) return;
    this.logger.log(`removed ${guests} idle guests and ${sessions} expired sessions`);
  }
}
