import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/database';
import { PRISMA } from '../database/database.module.js';
import { roleOf } from './roles.js';
import type { Writer } from './writer.js';

@Injectable()
export class SessionsRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** Whose session it is, as long as it ends after `moment`. */
  async getWriter(token: string, moment: Date): Promise<Writer | undefined> {
    const rows = await this.prisma.$queryRaw<Row[]>`
      SELECT "user".id, "user".is_anonymous AS "isGuest", "user".role
      FROM session JOIN "user" ON "user".id = session.user_id
      WHERE session.token = ${token} AND session.expires_at > ${moment}`;
    const row = rows[0];
    return row && { id: row.id, isGuest: row.isGuest === true, role: roleOf(row.role) };
  }
}

interface Row {
  readonly id: string;
  readonly isGuest: boolean | null;
  readonly role: string;
}
