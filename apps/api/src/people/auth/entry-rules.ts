import { Inject, Injectable } from '@nestjs/common';
import { APIError } from 'better-auth/api';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { SharedLimits, type Taken } from '../../http/rate-limit/shared-limits.service.js';
import { PeopleSettings } from '../settings/people-settings.service.js';
import { PasswordTries, tooMany } from './passwords/password-tries.js';
import { SessionsRepository } from './sessions.repository.js';

/** A call of Better Auth's, as it matched it. */
export interface AuthCall {
  readonly path: string;
  readonly body: unknown;
  /** Where it comes from, a network of IPv6 as one; `null`: this server itself calls. */
  readonly address: string | null;
  /** Who calls, where it asks for their password. */
  readonly userId: string | undefined;
}

/** Wrong passwords for one email address from one address: others' tries lock nobody out. */
const TRIES_OF_ADDRESS = { max: 20, windowS: 15 * 60 };

/** The same from all addresses together, for those from which its owner has not signed in. */
const TRIES_OF_ACCOUNT = { max: 100, windowS: 15 * 60 };

/** What Better Auth's own rules do not know of. Refusals are its errors, and become problems with the others. */
@Injectable()
export class EntryRules {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly settings: PeopleSettings,
    private readonly limits: SharedLimits,
    private readonly sessions: SessionsRepository,
    private readonly passwords: PasswordTries,
  ) {}

  /** @throws APIError */
  async before({ path, body, address, userId }: AuthCall): Promise<void> {
    if (path === '/sign-in/anonymous' && !(await this.settings.get()).guests) {
      throw new APIError('FORBIDDEN', {
        code: 'GUESTS_ARE_OFF',
        message:
          'This Inkling takes no guests. Sign in with your account, or draw without one: nothing is kept then.',
      });
    }
    if (path === '/change-password' && userId !== undefined) {
      refuseUnless(await this.passwords.tryOnce(userId), 'wrong passwords');
    }
    const email = this.emailOfSignIn(path, body);
    if (email !== undefined && address !== null) await this.countSignIn(email, address);
  }

  async after({ path, body, address, userId }: AuthCall, succeeded: boolean): Promise<void> {
    if (!succeeded) return;
    if (path === '/change-password' && userId !== undefined) await this.passwords.forget(userId);
    const email = this.emailOfSignIn(path, body);
    if (email === undefined || address === null) return;
    await this.limits.forget(fromAddress(email, address));
    await this.limits.forget(fromAnywhere(email));
  }

  /** Whoever is disabled gets no session, whatever they sign in with, and is told why. @throws APIError */
  async beforeSession(userId: string): Promise<void> {
    if (!(await this.sessions.isDisabled(userId))) return;
    throw new APIError('FORBIDDEN', {
      code: 'DISABLED',
      message: 'An admin has disabled this account. Ask them to enable it again.',
    });
  }

  private emailOfSignIn(path: string, body: unknown): string | undefined {
    if (this.config.rateLimit === 0 || path !== '/sign-in/email') return undefined;
    const { email } = (body ?? {}) as { email?: unknown };
    return typeof email === 'string' ? email.trim().toLowerCase() : undefined;
  }

  private async countSignIn(email: string, address: string): Promise<void> {
    const here = await this.limits.take(fromAddress(email, address), TRIES_OF_ADDRESS);
    refuseUnless(here, OF_SIGN_IN);
    const together = await this.limits.take(fromAnywhere(email), TRIES_OF_ACCOUNT);
    if (together.allowed || (await this.sessions.isKnownAddress(email, address))) return;
    refuseUnless(together, OF_SIGN_IN);
  }
}

const fromAddress = (email: string, address: string): string => `sign-in:${email} ${address}`;

const fromAnywhere = (email: string): string => `sign-in:${email}`;

const OF_SIGN_IN = 'attempts to sign in with this email address';

/** @throws APIError */
function refuseUnless({ allowed, retryAfterS }: Taken, tries: string): void {
  if (allowed) return;
  throw new APIError(
    'TOO_MANY_REQUESTS',
    { code: 'TOO_MANY_TRIES', message: tooMany(tries, retryAfterS) },
    { 'x-retry-after': String(retryAfterS) },
  );
}
