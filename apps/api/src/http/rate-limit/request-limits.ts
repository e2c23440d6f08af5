import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '../../common/problem-error.js';
import { RouteNote } from '../route-note.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { networkOf } from '../../common/network-of.js';
import { RequestCounts, type Counted } from './request-counts.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * `none`: not counted. `address`: counted for its address alone, for pages, and for what has limits of
     * its own. Absent: for its address and for who asks.
     */
    readonly limits?: 'none' | 'address';
  }
}

const WINDOW_MS = 60_000;

/** For what machines ask often: health and metrics. */
export const SkipRateLimit = () => RouteNote({ limits: 'none' });

/**
 * RATE_LIMIT requests a minute of one writer, or of one address without a session; and, since anybody makes
 * as many guests as they like, ADDRESS_RATE_LIMIT of one address, whoever is behind it.
 */
@Injectable()
export class RequestLimits {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly counts: RequestCounts,
  ) {}

  /** Before anything costs more than a look at the address. @throws ProblemError */
  countAddress({ ip }: FastifyRequest): void {
    const limit = this.config.addressRateLimit;
    if (limit === 0) return;
    const counted = this.counts.count(`all:${networkOf(ip)}`, WINDOW_MS, limit);
    if (counted.isTooMany) throw tooMany('Too many requests from your address', counted);
  }

  /** Whether something may be looked up for an address before its request is counted: as often as it may ask. */
  mayLookUp({ ip }: FastifyRequest): boolean {
    const limit = this.config.addressRateLimit;
    return (
      limit === 0 || !this.counts.count(`look-up:${networkOf(ip)}`, WINDOW_MS, limit).isTooMany
    );
  }

  /** Once it is known who asks, before the body is read. @throws ProblemError */
  countWriter({ ip, writer }: FastifyRequest, reply: FastifyReply): void {
    const limit = this.config.rateLimit;
    if (limit === 0) return;
    const key = writer ? `writer:${writer.id}` : `address:${networkOf(ip)}`;
    const counted = this.counts.count(key, WINDOW_MS, limit);
    if (counted.isTooMany) throw tooMany('Too many requests', counted);
    void reply.headers({
      'x-ratelimit-limit': limit,
      'x-ratelimit-remaining': Math.max(0, limit - counted.count),
      'x-ratelimit-reset': counted.leftS,
    });
  }
}

const tooMany = (what: string, { leftS }: Counted): ProblemError =>
  new ProblemError('too_many_requests', `${what}. Try again in ${leftS} s.`, {
    headers: { 'retry-after': String(leftS) },
  });
