import { Inject, Injectable, Logger } from '@nestjs/common';
import { getOAuthState } from 'better-auth/api';
import { text } from '@inkling/contract';
import { z } from 'zod';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { resetLetter } from '../mail/letters.js';
import { Mailer } from '../mail/mailer.js';
import { SharedLimits } from '../../http/rate-limit/shared-limits.service.js';
import { asApiError } from './as-api-error.js';
import { Guests } from './guests/guests.service.js';
import { newToken } from './invitations/token.js';
import { PasswordLinksRepository } from './passwords/password-links.repository.js';
import { SignUp, type Admission } from './sign-up/sign-up.service.js';

/** Where Better Auth is when it makes a user. */
interface Place {
  readonly path?: string | undefined;
  readonly body?: unknown;
}

/** Nobody's mailbox is to be filled by others. */
const MAILS = { max: 5, windowS: 60 * 60 };

/** How long a link for a new password works that came by mail. */
const RESET_MS = 60 * 60 * 1000;

const linksSchema = z.object({
  invitation: text().max(200).optional(),
  setup: text().max(200).optional(),
});

/** How people come in: what Better Auth asks us at its own steps. */
@Injectable()
export class Entry {
  private readonly logger = new Logger(Entry.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly signUp: SignUp,
    private readonly guests: Guests,
    private readonly mailer: Mailer,
    private readonly limits: SharedLimits,
    private readonly links: PasswordLinksRepository,
  ) {}

  /** @returns what is to be changed of the body @throws APIError */
  async before(path: string, body: unknown): Promise<object | undefined> {
    if (path === '/sign-up/email') return asApiError(() => this.signUp.check(body));
    // Whoever changes the password suspects that somebody knows it.
    if (path === '/change-password') return { ...(body as object), revokeOtherSessions: true };
    return undefined;
  }

  /** What a new account begins as; guests are let in elsewhere. @throws APIError */
  async admit(
    user: { readonly email: string; readonly emailVerified: boolean },
    place: Place | null,
  ): Promise<Admission | undefined> {
    if (place?.path === '/sign-in/anonymous') return undefined;
    const isWithPassword = place?.path === '/sign-up/email';
    const token = isWithPassword ? tokenOf(place.body) : await tokenOfProviderCall(place);
    // Only a provider can vouch for an address; what a body says counts for nothing.
    const isAddressSure = !isWithPassword && user.emailVerified;
    return asApiError(() => this.signUp.admit({ email: user.email, isAddressSure, token }));
  }

  async settle(userId: string): Promise<void> {
    await this.signUp.settle(userId);
  }

  /** Guests who sign in keep what they said. */
  async keepGuest(guestId: string, user: { readonly id: string; readonly isGuest: boolean }) {
    if (user.isGuest || user.id === guestId) return;
    await this.guests.moveTo(guestId, user.id);
  }

  get sendsMail(): boolean {
    return this.mailer.isOn;
  }

  /** Not waited for: how long an answer takes must not tell whether there is such an account. */
  startReset(email: string): void {
    void this.mailReset(email.toLowerCase()).catch((error: unknown) => {
      const { code = 'error' } = error as { code?: string };
      this.logger.warn(`a letter for a new password could not be sent: ${code}`);
    });
  }

  private async mailReset(email: string): Promise<void> {
    if (this.config.rateLimit > 0) {
      const { allowed } = await this.limits.take(`reset:${email}`, MAILS);
      if (!allowed) return;
    }
    const userId = await this.links.findByEmail(email);
    if (userId === undefined) return;
    const token = newToken();
    const expiresAt = new Date(Date.now() + RESET_MS);
    if (!(await this.links.replace({ userId, token, expiresAt, byId: null }))) return;
    // Set wherever mail is: an address that a request names could be anybody's.
    const { origin } = new URL(this.config.publicUrl!);
    await this.mailer.send(email, resetLetter({ link: `${origin}/reset-password?token=${token}` }));
  }
}

function tokenOf(body: unknown): string | undefined {
  const links = linksSchema.safeParse(body);
  return links.success ? (links.data.invitation ?? links.data.setup) : undefined;
}

/** Sent along with POST /sign-in/social as `additionalData`, and brought back by the redirect. */
async function tokenOfProviderCall(place: Place | null): Promise<string | undefined> {
  const { additionalData } = (place?.body ?? {}) as { additionalData?: unknown };
  return tokenOf(additionalData) ?? tokenOf(await getOAuthState());
}
