import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';

const ANSWERS_WITHIN_MS = 3000;

@Injectable()
export class HealthRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** Whether the database answers soon. */
  isUp(): Promise<boolean> {
    return soon(this.prisma.$queryRaw`SELECT 1`);
  }

  /** Whether it finds room: a table that is gone with the transaction, larger than what caches hide. */
  hasRoom(): Promise<boolean> {
    return soon(this.prisma.$executeRaw`
      CREATE TEMPORARY TABLE room ON COMMIT DROP AS
      SELECT number, random() AS value FROM generate_series(1, 20000) AS number`);
  }
}

/** Whether it succeeds soon. */
async function soon(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ANSWERS_WITHIN_MS);
  });
  const done = work.then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([done, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
