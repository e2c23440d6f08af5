import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/load-config.js';
import { SharedLimits, type Taken } from '../../../http/rate-limit/shared-limits.service.js';

const TRIES = { max: 10, windowS: 15 * 60 };

/**
 * Counts how often a session says its own password: whoever came by a session could guess at it, wherever
 * a call asks for it.
 */
@Injectable()
export class PasswordTries {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly limits: SharedLimits,
  ) {}

  async tryOnce(userId: string): Promise<Taken> {
    if (this.config.rateLimit === 0) return { allowed: true, retryAfterS: 0 };
    return this.limits.take(keyOf(userId), TRIES);
  }

  async forget(userId: string): Promise<void> {
    await this.limits.forget(keyOf(userId));
  }
}

const keyOf = (userId: string): string => `password:${userId}`;

/** @param tries such as "wrong passwords" */
export const tooMany = (tries: string, retryAfterS: number): string =>
  `Too many ${tries}. Try again in ${inWords(retryAfterS)}.`;

const inWords = (seconds: number): string =>
  seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`;
