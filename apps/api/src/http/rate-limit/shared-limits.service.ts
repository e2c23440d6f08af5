import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RateCountsRepository } from './rate-counts.repository.js';

export interface Limit {
  readonly max: number;
  readonly windowS: number;
}

export interface Taken {
  readonly allowed: boolean;
  /** Seconds until it is allowed again; 0 where it is. */
  readonly retryAfterS: number;
}

/**
 * Exact limits on what is rare and must not be guessed at, such as tries to sign in: every try is one
 * statement, and all replicas count together.
 */
@Injectable()
export class SharedLimits {
  constructor(private readonly counts: RateCountsRepository) {}

  /**
   * @param key what is counted; stored as a hash, so that the table holds no addresses of people
   * @param amount how much of it at once
   */
  async take(key: string, { max, windowS }: Limit, amount = 1): Promise<Taken> {
    const stored = hashed(key);
    const [shared] = await this.counts.add(new Map([[stored, amount]]), windowS * 1000);
    const { count, leftMs } = shared!;
    return count <= max
      ? { allowed: true, retryAfterS: 0 }
      : { allowed: false, retryAfterS: Math.max(1, Math.ceil(leftMs / 1000)) };
  }

  /** Starts anew, as after a success. */
  async forget(key: string): Promise<void> {
    await this.counts.forget(hashed(key));
  }
}

const hashed = (key: string): string => createHash('sha256').update(key).digest('base64url');
