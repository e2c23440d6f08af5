import { Inject, Injectable, Logger } from '@nestjs/common';
import type {
  Invitation,
  invitationPageSchema,
  InvitationLook,
  InvitationRequest,
  invitationsQuerySchema,
  NewInvitation,
  OpenInvitation,
} from '@inkling/contract';
import type { z } from 'zod';
import { pageCursor } from '../../../common/page-cursor.js';
import { notFound, ProblemError } from '../../../common/problem-error.js';
import { CONFIG } from '../../../config/config.module.js';
import type { Config } from '../../../config/load-config.js';
import { invitationLetter } from '../../mail/letters.js';
import { Mailer } from '../../mail/mailer.js';
import { PeopleSettings } from '../../settings/people-settings.service.js';
import { AdminsRepository } from '../admins.repository.js';
import { roleOf } from '../../../http/access/standing.js';
import {
  expiredInvitation,
  revokedInvitation,
  setUpAlready,
  unknownInvitation,
  usedInvitation,
} from './invitation-problems.js';
import { InvitationsRepository, stateOf, type InvitationRecord } from './invitations.repository.js';
import { hashOfToken, newToken } from './token.js';

const DAY_MS = 24 * 60 * 60 * 1000;

@Injectable()
export class InvitationsService {
  private readonly logger = new Logger(InvitationsService.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly invitations: InvitationsRepository,
    private readonly admins: AdminsRepository,
    private readonly settings: PeopleSettings,
    private readonly mailer: Mailer,
  ) {}

  /** @param origin where the one who invites is, for the link */
  async invite(
    { email, role, expiresInDays }: InvitationRequest,
    by: { readonly id: string; readonly origin: string },
  ): Promise<NewInvitation> {
    if ((await this.settings.get()).signUp === 'closed') {
      throw new ProblemError(
        'sign_up_closed',
        'Signing up is closed, so no one could use an invitation. Change it to "by invitation" in the settings first.',
      );
    }
    const token = newToken();
    const created = await this.invitations.create({
      tokenHash: hashOfToken(token),
      email: email?.toLowerCase() ?? null,
      role,
      expiresAt: new Date(Date.now() + expiresInDays * DAY_MS),
      byId: by.id,
    });
    if (!created) throw new ProblemError('forbidden', 'You are no longer an admin.');
    const path = `/sign-up?invitation=${token}`;
    const mailed = await this.mail(created, path);
    return { ...toInvitation(created), link: `${by.origin}${path}`, mailed };
  }

  async list({
    cursor,
    limit,
    state,
  }: z.output<typeof invitationsQuerySchema>): Promise<z.output<typeof invitationPageSchema>> {
    const filter = { state, before: pageCursor(cursor) };
    const records = await this.invitations.list(filter, limit + 1);
    const page = records.slice(0, limit);
    return {
      items: page.map(toInvitation),
      nextCursor: records.length > limit ? page.at(-1)!.id : null,
    };
  }

  /** Taking back what was taken back already is fine. @throws ProblemError when it was used */
  async revoke(id: string, byId: string): Promise<void> {
    const found = await this.invitations.revoke(id, byId);
    if (!found) throw notFound('invitation');
    if (found.usedAt !== null) {
      throw new ProblemError(
        'conflict',
        'Someone has used this invitation already. Disable their account, or change its role.',
      );
    }
  }

  /** What a link opens. @throws ProblemError that says why it opens nothing */
  async look({ invitation, setup }: InvitationLook): Promise<OpenInvitation> {
    const found = await this.require(invitation ?? setup ?? '');
    if (found.setup !== (setup !== undefined)) throw unknownInvitation();
    const { role, email, expiresAt } = found;
    return { role: roleOf(role), email, expiresAt: expiresAt.toISOString() };
  }

  /** @throws ProblemError */
  async require(token: string): Promise<InvitationRecord> {
    const found = await this.invitations.find(hashOfToken(token));
    if (!found) throw unknownInvitation();
    if (found.setup && (await this.admins.hasAny())) throw setUpAlready();
    switch (stateOf(found, new Date())) {
      case 'used':
        throw usedInvitation();
      case 'revoked':
        throw revokedInvitation();
      case 'expired':
        throw expiredInvitation();
      default:
        if (!found.setup && !found.isByAdmin) throw revokedInvitation();
        return found;
    }
  }

  /** A letter that can't be sent leaves the link, which the admin has. */
  private async mail({ id, email, role }: InvitationRecord, path: string): Promise<boolean> {
    const { publicUrl } = this.config;
    if (email === null || publicUrl === undefined || !this.mailer.isOn) return false;
    try {
      const link = `${new URL(publicUrl).origin}${path}`;
      await this.mailer.send(email, invitationLetter({ link, role: roleOf(role) }));
      await this.invitations.noteMailed(id);
      return true;
    } catch (error) {
      const { code = 'error' } = error as { code?: string };
      this.logger.warn(`invitation ${id} could not be mailed: ${code}`);
      return false;
    }
  }
}

const toInvitation = (record: InvitationRecord): Invitation => ({
  id: record.id,
  state: stateOf(record, new Date()),
  email: record.email,
  role: roleOf(record.role),
  by: record.createdBy,
  usedBy: record.usedBy,
  createdAt: record.createdAt.toISOString(),
  expiresAt: record.expiresAt.toISOString(),
  usedAt: record.usedAt?.toISOString() ?? null,
  revokedAt: record.revokedAt?.toISOString() ?? null,
});
