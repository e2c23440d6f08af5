import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/store';
import { newId } from '../../common/id.js';
import { lockAdmins } from '../users/last-admin.repository.js';
import { PRISMA } from '../../database/database.module.js';

export interface NewAdmin {
  /** In lower case, as Better Auth looks for it. */
  readonly email: string;
  readonly passwordHash: string;
}

/** Better Auth's name for accounts with a password. */
const WITH_PASSWORD = 'credential';

@Injectable()
export class AdminsRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  async hasAny(): Promise<boolean> {
    return (await this.prisma.user.count({ where: { role: 'admin' }, take: 1 })) > 0;
  }

  /**
   * Makes an admin who signs in with a password, unless there is one or somebody else has the e-mail
   * address.
   */
  async makeFirst({ email, passwordHash }: NewAdmin): Promise<'made' | 'exists' | 'taken'> {
    return this.prisma.$transaction(async (tx) => {
      // Several replicas that start at once make one admin.
      await lockAdmins(tx);
      if (await tx.user.findFirst({ where: { role: 'admin' }, select: { id: true } })) {
        return 'exists';
      }
      const isTaken = await tx.user.findFirst({
        where: { email: { equals: email, mode: 'insensitive' } },
        select: { id: true },
      });
      if (isTaken) return 'taken';
      const id = newId();
      await tx.user.create({
        data: {
          id,
          email,
          emailVerified: true,
          name: 'Admin',
          role: 'admin',
          accounts: {
            create: { accountId: id, providerId: WITH_PASSWORD, password: passwordHash },
          },
        },
      });
      return 'made';
    });
  }
}
