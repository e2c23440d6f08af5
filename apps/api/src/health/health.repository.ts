import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/database';
import { PRISMA } from '../database/database.module.js';

const ANSWERS_WITHIN_MS = 3000;

@Injectable()
export class HealthRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** Whether the database answers soon. */
  async isUp(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), ANSWERS_WITHIN_MS);
    });
    const asked = this.prisma.$queryRaw`SELECT 1`.then(
      () => true,
      () => false,
    );
    try {
      return await Promise.race([asked, tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }
}
