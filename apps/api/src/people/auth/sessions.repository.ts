import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';
import type { StoredPerson } from '../../http/access/standing.js';

export interface SeenPerson extends StoredPerson {
  readonly lastSeenAt: Date | null;
}

export interface StoredSession {
  readonly id: string;
  readonly createdAt: Date;
}

@Injectable()
export class SessionsRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** Whose session it is, as long as it ends after `moment` and they are not disabled. */
  async getPerson(token: string, moment: Date): Promise<SeenPerson | undefined> {
    const rows = await this.prisma.$queryRaw<SeenPerson[]>`
      SELECT "user".id, "user".is_anonymous AS "isAnonymous", "user".role,
        "user".last_seen_at AS "lastSeenAt"
      FROM session JOIN "user" ON "user".id = session.user_id
      WHERE session.token = ${token} AND session.expires_at > ${moment}
        AND "user".disabled_at IS NULL`;
    return rows[0];
  }

  async getSession(token: string): Promise<StoredSession | undefined> {
    const session = await this.prisma.session.findUnique({
      where: { token },
      select: { id: true, createdAt: true },
    });
    return session ?? undefined;
  }

  /** Whether the owner of an email address is signed in from an address. @param email in lower case */
  async isKnownAddress(email: string, address: string): Promise<boolean> {
    const session = await this.prisma.session.findFirst({
      where: { ipAddress: address, user: { email } },
      select: { id: true },
    });
    return session !== null;
  }

  async isDisabled(userId: string): Promise<boolean> {
    const user = await this.prisma.user.findUnique({
      where: { id: userId },
      select: { disabledAt: true },
    });
    return user !== null && user.disabledAt !== null;
  }

  /** Writes that somebody is here, unless it was written less than `everyMs` ago. */
  async noteSeen(userId: string, everyMs: number): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE "user" SET last_seen_at = now()
      WHERE id = ${userId}::uuid AND (last_seen_at IS NULL
        OR last_seen_at < now() - make_interval(secs => ${everyMs / 1000}))`;
  }
}
