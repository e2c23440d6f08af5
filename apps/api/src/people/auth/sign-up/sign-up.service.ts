import { Injectable } from '@nestjs/common';
import { signUpRequestSchema, type Role, type SignUpRequest } from '@inkling/contract';
import { newId } from '../../../common/id.js';
import { ProblemError } from '../../../common/problem-error.js';
import { parseOrThrow } from '../../../common/validation.js';
import { PeopleSettings } from '../../settings/people-settings.service.js';
import { othersInvitation, usedInvitation } from '../invitations/invitation-problems.js';
import { InvitationsRepository, type Claim } from '../invitations/invitations.repository.js';
import { InvitationsService } from '../invitations/invitations.service.js';
import { hashOfToken } from '../invitations/token.js';
import { roleOf } from '../../../http/access/standing.js';

/** Somebody who is about to get an account. */
export interface Newcomer {
  readonly email: string;
  /** A provider vouches for the address. */
  readonly isAddressSure: boolean;
  /** Token of an invitation or set-up link, where one was brought. */
  readonly token: string | undefined;
}

/** What an account begins as. */
export interface Admission {
  readonly id: string;
  readonly role: Role;
  readonly emailVerified: boolean;
}

/** Who may make an account, whichever way they come: by password or through a provider. */
@Injectable()
export class SignUp {
  constructor(
    private readonly settings: PeopleSettings,
    private readonly links: InvitationsService,
    private readonly invitations: InvitationsRepository,
  ) {}

  /**
   * Judges a sign-up with a password before anything of it is looked up, so that somebody who may not
   * make an account learns nothing about who has one.
   *
   * @returns the body as its schema reads it: nothing else reaches Better Auth
   * @throws ProblemError
   */
  async check(body: unknown): Promise<SignUpRequest> {
    const request = parseOrThrow(signUpRequestSchema, body);
    await this.judge(request.email.toLowerCase(), request.invitation ?? request.setup);
    return request;
  }

  /**
   * Lets somebody in: uses up what they brought, once, whoever tries at the same time.
   *
   * @throws ProblemError
   */
  async admit({ email, isAddressSure, token }: Newcomer): Promise<Admission> {
    const address = email.toLowerCase();
    const id = newId();
    if (token !== undefined) {
      await this.judge(address, token);
      const claim = await this.invitations.claim(hashOfToken(token), address, id);
      // It was open a moment ago.
      if (!claim) throw usedInvitation();
      return admission(id, claim, isAddressSure);
    }
    // Invited by address, and a provider says that it is theirs: no link is needed.
    const isOpen = (await this.settings.get()).signUp !== 'closed';
    const claim =
      isAddressSure && isOpen ? await this.invitations.claimByEmail(address, id) : undefined;
    if (claim) return admission(id, claim, isAddressSure);
    await this.judge(address, undefined);
    return { id, role: 'writer', emailVerified: isAddressSure };
  }

  /** After the account was made. */
  settle(userId: string): Promise<void> {
    return this.invitations.settle(userId);
  }

  private async judge(email: string, token: string | undefined): Promise<void> {
    const { signUp } = await this.settings.get();
    if (token !== undefined) {
      const invitation = await this.links.require(token);
      if (invitation.setup) return;
      if (signUp === 'closed') throw closed();
      if (invitation.email !== null && invitation.email !== email) throw othersInvitation();
      return;
    }
    if (signUp === 'closed') throw closed();
    if (signUp === 'invitation') {
      throw new ProblemError(
        'invitation_needed',
        'You need an invitation to create an account here. Ask an admin for a link.',
      );
    }
  }
}

const closed = (): ProblemError =>
  new ProblemError('sign_up_closed', 'Sign-up is closed at the moment. Ask an admin to open it.');

const admission = (id: string, { role, mailed }: Claim, isAddressSure: boolean): Admission => ({
  id,
  role: roleOf(role),
  emailVerified: isAddressSure || mailed,
});
