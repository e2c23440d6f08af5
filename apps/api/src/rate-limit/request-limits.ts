import { Injectable, type ExecutionContext } from '@nestjs/common';
import { SkipThrottle, ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../common/problem-error.js';

/** For what machines ask often: health and metrics. */
export const SkipRateLimit = () => SkipThrottle();

/** RATE_LIMIT requests a minute of one writer, or of one address without a session, whatever they ask for. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  protected override async getTracker(request: FastifyRequest): Promise<string> {
    return request.writer
      ? `writer:${request.writer.id}`
      : `address:${await super.getTracker(request as unknown as Record<string, unknown>)}`;
  }

  protected override generateKey(_context: ExecutionContext, tracker: string): string {
    return tracker;
  }

  protected override throwThrottlingException(
    _context: ExecutionContext,
    { timeToBlockExpire: seconds }: ThrottlerLimitDetail,
  ): Promise<void> {
    throw new ProblemError(
      'too_many_requests',
      `That was a lot in one minute. Go on in ${seconds} s.`,
      { headers: { 'retry-after': String(seconds) } },
    );
  }
}
