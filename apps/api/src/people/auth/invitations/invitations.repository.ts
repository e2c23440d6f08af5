import { Inject, Injectable } from '@nestjs/common';
import { INVITATION_STATES, type Role } from '@inkling/contract';
import { Prisma, PrismaClient } from '@inkling/store';
import { recordAudit } from '../../../database/record-audit.js';
import { newId } from '../../../common/id.js';
import { PRISMA } from '../../../database/database.module.js';
import { holdAdmin, lockAdmins } from '../../users/last-admin.repository.js';

type State = (typeof INVITATION_STATES)[number];

export interface NewInvitationRow {
  readonly tokenHash: string;
  /** In lower case. */
  readonly email: string | null;
  readonly role: Role;
  readonly expiresAt: Date;
  readonly byId: string;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

export interface InvitationRecord {
  readonly id: string;
  readonly email: string | null;
  readonly role: string;
  readonly setup: boolean;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly createdBy: Named | null;
  readonly usedBy: Named | null;
}

export interface FoundInvitation extends InvitationRecord {
  /** Whoever made it is an admin still, who can sign in. */
  readonly isByAdmin: boolean;
}

/** What somebody who comes in by an invitation gets. */
export interface Claim {
  readonly role: string;
  /** Its link went to the named mailbox. */
  readonly mailed: boolean;
}

/** A claim without an account lapses after this: making one takes less than a second. */
const CLAIM_LAPSES_MIN = 2;

@Injectable()
export class InvitationsRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** @returns `undefined` when the one who invites is no admin any more */
  create({ byId, ...invitation }: NewInvitationRow): Promise<InvitationRecord | undefined> {
    return this.prisma.$transaction(async (tx) => {
      if (!(await holdAdmin(tx, byId))) return undefined;
      const created = await tx.invitation.create({
        data: { id: newId(), ...invitation, createdById: byId },
        select: columns,
      });
      await recordAudit(tx, {
        byId,
        action: 'invitation.create',
        subject: { type: 'invitation', id: created.id },
        after: { role: created.role, expiresAt: created.expiresAt.toISOString() },
      });
      return created;
    });
  }

  async noteMailed(id: string): Promise<void> {
    await this.prisma.invitation.updateMany({ where: { id }, data: { mailed: true } });
  }

  /** Newest first, without the set-up link. */
  list(
    filter: { readonly state: State | undefined; readonly before: string | undefined },
    limit: number,
  ): Promise<InvitationRecord[]> {
    return this.prisma.invitation.findMany({
      where: {
        setup: false,
        ...(filter.before !== undefined && { id: { lt: filter.before } }),
        ...(filter.state && OF_STATE[filter.state](new Date())),
      },
      select: columns,
      orderBy: { id: 'desc' },
      take: limit,
    });
  }

  async find(tokenHash: string): Promise<FoundInvitation | undefined> {
    const found = await this.prisma.invitation.findUnique({
      where: { tokenHash },
      select: { ...columns, createdBy: { select: { ...named, role: true, disabledAt: true } } },
    });
    if (!found) return undefined;
    const { createdBy: by } = found;
    return { ...found, isByAdmin: by?.role === 'admin' && by.disabledAt === null };
  }

  /** @returns what it was before; `undefined` when there is none */
  async revoke(id: string, byId: string): Promise<InvitationRecord | undefined> {
    return this.prisma.$transaction(async (tx) => {
      const { count } = await tx.invitation.updateMany({
        where: { id, setup: false, usedAt: null, revokedAt: null },
        data: { revokedAt: new Date() },
      });
      const found = await tx.invitation.findFirst({
        where: { id, setup: false },
        select: columns,
      });
      if (count > 0) {
        const subject = { type: 'invitation', id };
        await recordAudit(tx, { byId, action: 'invitation.revoke', subject });
      }
      return found ?? undefined;
    });
  }

  /**
   * Takes an invitation for an account that is about to be made. Of several who try at once one gets it;
   * a claim whose account is never made lapses.
   *
   * @returns `undefined` when it is not to be had, or not for this address
   */
  async claim(tokenHash: string, email: string, userId: string): Promise<Claim | undefined> {
    return this.claimWhere(Prisma.sql`token_hash = ${tokenHash}`, email, userId);
  }

  /** The same by address alone, for somebody whose address a provider vouches for. */
  async claimByEmail(email: string, userId: string): Promise<Claim | undefined> {
    return this.claimWhere(
      Prisma.sql`id = (
        SELECT id FROM invitation
        WHERE email = ${email} AND NOT setup AND used_at IS NULL AND revoked_at IS NULL
          AND expires_at > now()
        ORDER BY id DESC LIMIT 1)`,
      email,
      userId,
    );
  }

  /** The account is there: its invitation is used up, and the log has it. */
  async settle(userId: string): Promise<void> {
    await this.prisma.$transaction(async (tx) => {
      const found = await tx.invitation.findFirst({
        where: { claimedById: userId, usedAt: null },
        select: { id: true },
      });
      if (found) {
        await tx.invitation.update({
          where: { id: found.id },
          data: { usedAt: new Date(), usedById: userId },
        });
      }
      const { role } = await tx.user.findUniqueOrThrow({
        where: { id: userId },
        select: { role: true },
      });
      await recordAudit(tx, {
        byId: userId,
        action: 'user.sign-up',
        subject: { type: 'user', id: userId },
        after: { role, invitation: found?.id ?? null },
      });
    });
  }

  /** The one set-up link, open again, as long as there is no admin. @returns whether there is none */
  async openSetup(tokenHash: string, expiresAt: Date): Promise<boolean> {
    return this.prisma.$transaction(async (tx) => {
      await lockAdmins(tx);
      if (await tx.user.findFirst({ where: { role: 'admin' }, select: { id: true } })) {
        return false;
      }
      await tx.$executeRaw`
        INSERT INTO invitation (id, token_hash, role, setup, expires_at)
        VALUES (${newId()}::uuid, ${tokenHash}, 'admin', true, ${expiresAt})
        ON CONFLICT (setup) WHERE setup DO UPDATE
        SET token_hash = excluded.token_hash, expires_at = excluded.expires_at,
          used_at = NULL, used_by_id = NULL, claimed_by_id = NULL, claimed_at = NULL`;
      return true;
    });
  }

  private async claimWhere(
    condition: Prisma.Sql,
    email: string,
    userId: string,
  ): Promise<Claim | undefined> {
    const rows = await this.prisma.$queryRaw<Claim[]>`
      UPDATE invitation SET claimed_by_id = ${userId}::uuid, claimed_at = now()
      WHERE ${condition} AND used_at IS NULL AND revoked_at IS NULL AND expires_at > now()
        AND (email IS NULL OR email = ${email})
        AND CASE WHEN setup
          THEN NOT EXISTS (SELECT 1 FROM "user" WHERE role = 'admin')
          ELSE EXISTS (
            SELECT 1 FROM "user"
            WHERE "user".id = created_by_id AND "user".role = 'admin' AND "user".disabled_at IS NULL)
        END
        AND (claimed_at IS NULL OR (
          claimed_at < now() - make_interval(mins => ${CLAIM_LAPSES_MIN})
          AND NOT EXISTS (SELECT 1 FROM "user" WHERE "user".id = claimed_by_id)))
      RETURNING role, mailed`;
    return rows[0];
  }
}

const named = { id: true, name: true } as const;

const columns = {
  id: true,
  email: true,
  role: true,
  setup: true,
  createdAt: true,
  expiresAt: true,
  usedAt: true,
  revokedAt: true,
  createdBy: { select: named },
  usedBy: { select: named },
} satisfies Prisma.InvitationSelect;

/** As `stateOf` has it. */
const OF_STATE: Readonly<Record<State, (now: Date) => Prisma.InvitationWhereInput>> = {
  used: () => ({ usedAt: { not: null } }),
  revoked: () => ({ usedAt: null, revokedAt: { not: null } }),
  expired: (now) => ({ usedAt: null, revokedAt: null, expiresAt: { lte: now } }),
  open: (now) => ({ usedAt: null, revokedAt: null, expiresAt: { gt: now } }),
};

export function stateOf(
  { usedAt, revokedAt, expiresAt }: Pick<InvitationRecord, 'usedAt' | 'revokedAt' | 'expiresAt'>,
  now: Date,
): State {
  if (usedAt !== null) return 'used';
  if (revokedAt !== null) return 'revoked';
  return expiresAt.getTime() <= now.getTime() ? 'expired' : 'open';
}
