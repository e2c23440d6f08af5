import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/store';
import type { Pool } from 'pg';
import { POOL, PRISMA } from '../../database/database.module.js';
import { Gathered } from '../../database/gathered.js';
import { PROLONG_AFTER_S, SESSION_S } from './session-length.js';
import type { StoredPerson } from '../../http/access/standing.js';

export interface SeenPerson extends StoredPerson {
  readonly lastSeenAt: Date | null;
}

export interface StoredSession {
  readonly id: string;
  readonly createdAt: Date;
}

const MOST_TOKENS = 100;

const PEOPLE_OF_SESSIONS = `
  SELECT session.token, "user".id, "user".is_anonymous AS "isAnonymous", "user".role,
    "user".last_seen_at AS "lastSeenAt"
  FROM session JOIN "user" ON "user".id = session.user_id
  WHERE session.token = ANY($1::text[]) AND session.expires_at > $2 AND "user".disabled_at IS NULL`;

/** A session that ends after this moment was prolonged lately. */
const notDueUntil = (): Date => new Date(Date.now() + (SESSION_S - PROLONG_AFTER_S) * 1000);

@Injectable()
export class SessionsRepository {
  private readonly people = new Gathered(
    (tokens: readonly string[]) => this.getPeople(tokens),
    MOST_TOKENS,
    2,
  );

  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  /** Whose session it is at this moment, as long as it need not be prolonged and they are not disabled. */
  getPerson(token: string): Promise<SeenPerson | undefined> {
    return this.people.ask(token);
  }

  private async getPeople(tokens: readonly string[]): Promise<(SeenPerson | undefined)[]> {
    const { rows } = await this.pool.query<SeenPerson & { readonly token: string }>({
      name: 'people of sessions',
      text: PEOPLE_OF_SESSIONS,
      values: [[...new Set(tokens)], notDueUntil()],
    });
    const byToken = new Map(rows.map(({ token, ...person }) => [token, person]));
    return tokens.map((token) => byToken.get(token));
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
