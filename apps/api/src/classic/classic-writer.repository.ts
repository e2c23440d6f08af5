import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/store';
import { PRISMA } from '../database/database.module.js';
import type { StoredPerson } from '../http/access/standing.js';

export interface StoredAccount extends StoredPerson {
  readonly disabledAt: Date | null;
}

@Injectable()
export class ClassicWriterRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /**
   * The account with an email address; guests have none that they know of.
   *
   * @param email in lower case, as Better Auth keeps it
   */
  async find(email: string): Promise<StoredAccount | null> {
    const found = await this.prisma.user.findUnique({
      where: { email },
      select: { id: true, isAnonymous: true, role: true, disabledAt: true },
    });
    return found?.isAnonymous === true ? null : found;
  }
}
