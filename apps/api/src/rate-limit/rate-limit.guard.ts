import { Injectable, type ExecutionContext } from '@nestjs/common';
import { SkipThrottle, ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../common/problem-error.js';

/** The limit on all who are behind one address together. */
export const OF_ADDRESS = 'address';

const KEY_OF_ALL = 'all:';

/** For what machines ask often: health and metrics. */
export const SkipRateLimit = () => SkipThrottle({ default: true, [OF_ADDRESS]: true });

const requestOf = (context: ExecutionContext): FastifyRequest =>
  context.switchToHttp().getRequest<FastifyRequest>();

/**
 * RATE_LIMIT requests a minute of one writer, or of one address without a session, whatever they ask for;
 * and since anybody makes as many guests as they like, ADDRESS_RATE_LIMIT of one address altogether.
 */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  /** The address, a network of IPv6 as one. */
  protected override async getTracker(request: FastifyRequest): Promise<string> {
    return super.getTracker(request as unknown as Record<string, unknown>);
  }

  protected override generateKey(
    context: ExecutionContext,
    address: string,
    limit: string,
  ): string {
    if (limit === OF_ADDRESS) return `${KEY_OF_ALL}${address}`;
    const { writer } = requestOf(context);
    return writer ? `writer:${writer.id}` : `address:${address}`;
  }

  protected override throwThrottlingException(
    _context: ExecutionContext,
    { key, timeToBlockExpire: seconds }: ThrottlerLimitDetail,
  ): Promise<void> {
    const whose = key.startsWith(KEY_OF_ALL)
      ? 'Too many requests from your address'
      : 'Too many requests';
    throw new ProblemError('too_many_requests', `${whose}. Try again in ${seconds} s.`, {
      headers: { 'retry-after': String(seconds) },
    });
  }
}
