import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { createPrismaClient, DatabasePulse, PrismaClient } from '@inkling/store';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import { DatabaseNews } from './database-news.js';
import { DatabaseState } from './database-state.js';
import { PRISMA, PULSE } from './database.tokens.js';
import { requireUrl } from './require-url.js';

export { PRISMA } from './database.tokens.js';

@Global()
@Module({
  providers: [
    {
      provide: PULSE,
      useFactory: (config: Config) => {
        const pulse = new DatabasePulse(requireUrl(config));
        pulse.start();
        return pulse;
      },
      inject: [CONFIG],
    },
    {
      provide: PRISMA,
      useFactory: (config: Config, pulse: DatabasePulse) =>
        createPrismaClient(requireUrl(config), { pulse }),
      inject: [CONFIG, PULSE],
    },
    DatabaseNews,
    DatabaseState,
  ],
  exports: [PRISMA, DatabaseNews, DatabaseState],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    @Inject(PULSE) private readonly pulse: DatabasePulse,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.prisma.$disconnect();
    await this.pulse.stop();
  }
}
