import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/database';
import { PRISMA } from '../database/database.module.js';
import { writerOf, type StoredPerson } from './standing.js';
import type { Writer } from './writer.js';

@Injectable()
export class SessionsRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** Whose session it is, as long as it ends after `moment`. */
  async getWriter(token: string, moment: Date): Promise<Writer | undefined> {
    const rows = await this.prisma.$queryRaw<StoredPerson[]>`
      SELECT "user".id, "user".is_anonymous AS "isAnonymous", "user".role
      FROM session JOIN "user" ON "user".id = session.user_id
      WHERE session.token = ${token} AND session.expires_at > ${moment}`;
    const row = rows[0];
    return row && writerOf(row);
  }
}
