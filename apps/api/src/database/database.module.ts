import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { createPrismaClient, PrismaClient } from '@inkling/database';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import { DatabaseNews } from './database-news.js';
import { requireUrl } from './require-url.js';

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
    DatabaseNews,
  ],
  exports: [PRISMA, DatabaseNews],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  async onApplicationShutdown(): Promise<void> {
    await this.prisma.$disconnect();
  }
}
