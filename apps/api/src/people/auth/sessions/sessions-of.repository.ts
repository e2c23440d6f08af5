import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/store';
import { PRISMA } from '../../../database/database.module.js';

export interface SessionRecord {
  readonly id: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly expiresAt: Date;
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
}

/** Every request looks its session up, on every replica: one that is deleted here is over at once. */
@Injectable()
export class SessionsOfRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** Those that count, newest first. */
  list(userId: string): Promise<SessionRecord[]> {
    return this.prisma.session.findMany({
      where: { userId, expiresAt: { gt: new Date() } },
      select: {
        id: true,
        createdAt: true,
        updatedAt: true,
        expiresAt: true,
        userAgent: true,
        ipAddress: true,
      },
      orderBy: { createdAt: 'desc' },
      take: 200,
    });
  }

  /** @returns whether it was there and theirs */
  async end(userId: string, id: string): Promise<boolean> {
    const { count } = await this.prisma.session.deleteMany({ where: { id, userId } });
    return count > 0;
  }

  async endAll(userId: string): Promise<void> {
    await this.prisma.session.deleteMany({ where: { userId } });
  }
}
