import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type Prisma, PrismaClient } from '@inkling/store';
import { recordAudit } from '../../../database/record-audit.js';
import { newId } from '../../../common/id.js';
import { PRISMA } from '../../../database/database.module.js';

export interface NewPasswordLink {
  readonly userId: string;
  readonly token: string;
  readonly expiresAt: Date;
  /** The admin who makes it for somebody else; `null`: it was asked for by mail. */
  readonly byId: string | null;
}

/** Links by which somebody sets a new password, stored as Better Auth looks for them. */
@Injectable()
export class PasswordLinksRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /**
   * Makes a link and ends all earlier ones of the same account. Of several at the same moment the last
   * one is left: they wait for one another.
   *
   * @returns false when there is no such account, or an admin who makes it is none any more
   */
  replace({ userId, token, expiresAt, byId }: NewPasswordLink): Promise<boolean> {
    return this.prisma.$transaction(async (tx) => {
      if (!(await hold(tx, userId, byId))) return false;
      await tx.verification.deleteMany({ where: { value: userId } });
      const identifier = hashOf(`reset-password:${token}`);
      await tx.verification.create({
        data: { id: newId(), identifier, value: userId, createdById: byId, expiresAt },
      });
      if (byId !== null) {
        const subject = { type: 'user', id: userId };
        await recordAudit(tx, { byId, action: 'user.password-link', subject });
      }
      return true;
    });
  }

  /** Whose address it is; guests have none. @param email in lower case */
  async findByEmail(email: string): Promise<string | undefined> {
    const user = await this.prisma.user.findFirst({
      where: { email, OR: [{ isAnonymous: false }, { isAnonymous: null }] },
      select: { id: true },
    });
    return user?.id;
  }
}

/** Keeps the account, and that its admin is one, as they are until the transaction ends. */
async function hold(
  tx: Prisma.TransactionClient,
  userId: string,
  byId: string | null,
): Promise<boolean> {
  const ids = [userId, ...(byId === null ? [] : [byId])];
  // In one order, so that two admins who make links for each other don't wait for ever.
  const held = await tx.$queryRaw<
    { readonly id: string; readonly isGuest: boolean; readonly isAdmin: boolean }[]
  >`
    SELECT id::text, coalesce(is_anonymous, false) AS "isGuest",
      role = 'admin' AND disabled_at IS NULL AS "isAdmin"
    FROM "user" WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  const found = (id: string) => held.find((person) => person.id === id);
  return found(userId)?.isGuest === false && (byId === null || found(byId)?.isAdmin === true);
}

/** As Better Auth stores what it waits for: SHA-256 as base64url without padding. */
const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
