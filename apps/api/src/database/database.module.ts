import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { createPool, createPrismaClient, DatabasePulse, PrismaClient } from '@inkling/store';
import type { Pool } from 'pg';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import { Changes } from './changes.js';
import { DatabaseNews } from './database-news.js';
import { DatabaseState } from './database-state.js';
import { POOL, PRISMA, PULSE } from './database.tokens.js';
import { requireUrl } from './require-url.js';

export { POOL, PRISMA } from './database.tokens.js';

/** Requests that come meanwhile go together, see gathered.ts, so few are enough. */
const POOL_CONNECTIONS = 4;

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
    {
      provide: POOL,
      useFactory: (config: Config, pulse: DatabasePulse) =>
        createPool(requireUrl(config), { pulse, connections: POOL_CONNECTIONS }),
      inject: [CONFIG, PULSE],
    },
    Changes,
    DatabaseNews,
    DatabaseState,
  ],
  exports: [POOL, PRISMA, Changes, DatabaseNews, DatabaseState],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    @Inject(POOL) private readonly pool: Pool,
    @Inject(PULSE) private readonly pulse: DatabasePulse,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.prisma.$disconnect();
    await this.pool.end();
    await this.pulse.stop();
  }
}
