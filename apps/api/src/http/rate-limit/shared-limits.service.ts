import { Injectable } from '@nestjs/common';
import { RateCountsRepository } from './rate-counts.repository.js';

export interface Limit {
  readonly max: number;
  readonly windowS: number;
}

/** Something that counts against a limit. */
export interface Taking {
  /** What is counted. */
  readonly key: string;
  readonly max: number;
  /** How much of it at once. */
  readonly amount: number;
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

  /** @param amount how much of it at once */
  async take(key: string, { max, windowS }: Limit, amount = 1): Promise<Taken> {
    const [taken] = await this.takeAll([{ key, max, amount }], windowS);
    return taken!;
  }

  /** As one after the other, with one statement. */
  async takeAll(takings: readonly Taking[], windowS: number): Promise<Taken[]> {
    const added = new Map<string, number>();
    const steps = takings.map(({ key, max, amount }) => {
      const upToHere = (added.get(key) ?? 0) + amount;
      added.set(key, upToHere);
      return { key, max, upToHere };
    });
    const shared = await this.counts.add(added, windowS * 1000);
    const counts = new Map(shared.map((count) => [count.key, count]));
    return steps.map(({ key, max, upToHere }) => {
      const { count, leftMs } = counts.get(key)!;
      return count - added.get(key)! + upToHere <= max
        ? { allowed: true, retryAfterS: 0 }
        : { allowed: false, retryAfterS: Math.max(1, Math.ceil(leftMs / 1000)) };
    });
  }

  /** Starts anew, as after a success. */
  async forget(key: string): Promise<void> {
    await this.counts.forget(key);
  }
}
