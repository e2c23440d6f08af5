import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/store';
import { z } from 'zod';
import { PRISMA } from '../../database/database.module.js';

const KEY = 'auth.secret';

@Injectable()
export class SecretRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** What signs sessions: made by the first replica that asks, and the same for all. */
  async getOrCreate(): Promise<string> {
    await this.prisma.setting.createMany({
      data: [{ key: KEY, value: randomBytes(32).toString('base64url') }],
      skipDuplicates: true,
    });
    const { value } = await this.prisma.setting.findUniqueOrThrow({ where: { key: KEY } });
    return z.string().min(32).parse(value);
  }
}
