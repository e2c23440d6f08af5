import {
  Inject,
  Injectable,
  SetMetadata,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../common/problem-error.js';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import { RequestCounter } from './request-counter.js';

const SKIP = 'skipRateLimit';

/** For what machines ask often: health and metrics. */
export const SkipRateLimit = () => SetMetadata(SKIP, true);

/** RATE_LIMIT requests a minute of one writer, or of one address without a session; 0 is without limit. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly counter: RequestCounter | undefined;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly reflector: Reflector,
  ) {
    this.counter = config.rateLimit > 0 ? new RequestCounter(config.rateLimit) : undefined;
  }

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    if (!this.counter || this.reflector.getAllAndOverride<boolean | undefined>(SKIP, targets)) {
      return true;
    }
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const waitMs = this.counter.take(request.writer?.id ?? request.ip, Date.now());
    if (waitMs === 0) return true;
    const seconds = Math.ceil(waitMs / 1000);
    throw new ProblemError(
      'too_many_requests',
      `That was a lot in one minute. Go on in ${seconds} s.`,
      { headers: { 'retry-after': String(seconds) } },
    );
  }
}
