import { Inject, Injectable } from '@nestjs/common';
import { APIError } from 'better-auth/api';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import { SharedLimits } from '../rate-limit/shared-limits.service.js';
import { PeopleSettings } from '../settings/people-settings.service.js';
import { SessionsRepository } from './sessions.repository.js';

/** A call of Better Auth's, as it matched it: no spelling of an address gets around this. */
export interface AuthCall {
  readonly path: string;
  readonly body: unknown;
  /** false: this server itself calls. */
  readonly fromOutside: boolean;
}

/** Wrong passwords for one e-mail address, from wherever they come: the limit of an address is not enough. */
const PASSWORD_TRIES = { max: 20, windowS: 15 * 60 };

/** What Better Auth's own rules do not know of. Refusals are its errors, and become problems with the others. */
@Injectable()
export class EntryRules {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly settings: PeopleSettings,
    private readonly limits: SharedLimits,
    private readonly sessions: SessionsRepository,
  ) {}

  /** @throws APIError */
  async before({ path, body, fromOutside }: AuthCall): Promise<void> {
    // Keys are made and revoked under /api/keys, where the table of permissions and the audit log are.
    if (fromOutside && path.startsWith('/api-key')) throw new APIError('NOT_FOUND');
    if (path === '/sign-in/anonymous' && !(await this.settings.get()).guests) {
      throw new APIError('FORBIDDEN', {
        code: 'GUESTS_ARE_OFF',
        message:
          'This Inkling takes no guests. Sign in with your account, or draw without one: nothing is kept then.',
      });
    }
    const tries = this.triesOf(path, body);
    if (tries !== undefined) await this.countTry(tries);
  }

  async after({ path, body }: AuthCall, succeeded: boolean): Promise<void> {
    const tries = this.triesOf(path, body);
    if (tries !== undefined && succeeded) await this.limits.forget(tries);
  }

  /** Whoever is disabled gets no session, whatever they sign in with, and is told why. @throws APIError */
  async beforeSession(userId: string): Promise<void> {
    if (!(await this.sessions.isDisabled(userId))) return;
    throw new APIError('FORBIDDEN', {
      code: 'DISABLED',
      message: 'An admin has disabled this account. Ask them to enable it again.',
    });
  }

  private triesOf(path: string, body: unknown): string | undefined {
    if (this.config.rateLimit === 0 || path !== '/sign-in/email') return undefined;
    const { email } = (body ?? {}) as { email?: unknown };
    return typeof email === 'string' ? `sign-in:${email.trim().toLowerCase()}` : undefined;
  }

  private async countTry(key: string): Promise<void> {
    const { allowed, retryAfterS } = await this.limits.take(key, PASSWORD_TRIES);
    if (allowed) return;
    throw new APIError(
      'TOO_MANY_REQUESTS',
      {
        code: 'TOO_MANY_TRIES',
        message: `Too many tries to sign in with this e-mail address. Go on in ${inWords(retryAfterS)}.`,
      },
      { 'x-retry-after': String(retryAfterS) },
    );
  }
}

const inWords = (seconds: number): string =>
  seconds < 100 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`;
