import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { createPrismaClient, PrismaClient } from '@inkling/database';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';

/** Injects the Prisma client; for repositories only. */
export const PRISMA = Symbol('PRISMA');

@Global()
@Module({
  providers: [
    {
      provide: PRISMA,
      useFactory: (config: Config) => createPrismaClient(requireUrl(config)),
      inject: [CONFIG],
    },
  ],
  exports: [PRISMA],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  async onApplicationShutdown(): Promise<void> {
    await this.prisma.$disconnect();
  }
}

/** The address of the database, which `npm start` or the operator must have set. */
export function requireUrl(config: Config): string {
  if (config.databaseUrl !== undefined) return config.databaseUrl;
  throw new Error('DATABASE_URL is not set: start Inkling with `npm start`, or name a database');
}
