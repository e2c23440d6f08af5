import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/database';
import { recordAudit } from '../../audit/record-audit.js';
import { PRISMA } from '../../database/database.module.js';

@Injectable()
export class PasswordLinksRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** Takes earlier links of somebody away, and notes that there is a new one. @returns whether they exist */
  startNew(userId: string, byId: string): Promise<boolean> {
    return this.prisma.$transaction(async (tx) => {
      const user = await tx.user.findUnique({
        where: { id: userId },
        select: { isAnonymous: true },
      });
      if (!user || user.isAnonymous === true) return false;
      await tx.verification.deleteMany({ where: { value: userId } });
      await recordAudit(tx, {
        byId,
        action: 'user.password-link',
        subject: { type: 'user', id: userId },
      });
      return true;
    });
  }
}
