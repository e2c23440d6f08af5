import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { NETWORKS } from '@inkling/recognition';
import pg from 'pg';
import { z } from 'zod';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import { requireUrl } from '../database/database.module.js';
import { MEMORY_CHANNEL, ReplicaId } from '../memory/memory-channel.js';
import { ServingService } from './serving.service.js';

const newsSchema = z.object({
  sampleId: z.uuid(),
  network: z.enum(NETWORKS),
  from: z.string(),
});

const RECONNECT_AFTER_MS = 2000;

/** Hears of samples that other replicas changed, and reads them again. */
@Injectable()
export class MemoryNews implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(MemoryNews.name);
  private client: pg.Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private stopping = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly serving: ServingService,
    private readonly replica: ReplicaId,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.listen();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private async listen(): Promise<void> {
    const client = new pg.Client({ connectionString: requireUrl(this.config) });
    this.client = client;
    client.on('notification', ({ payload }) => void this.hear(payload));
    client.on('error', () => undefined);
    client.on('end', () => this.reconnectLater());
    try {
      await client.connect();
      await client.query(`LISTEN ${MEMORY_CHANNEL}`);
    } catch (error) {
      this.logger.warn(`can't listen for changes of memory: ${String(error)}`);
      // Ends the socket of a half-open connection; 'end' then tries again.
      await client.end().catch(() => undefined);
      this.reconnectLater();
    }
  }

  private reconnectLater(): void {
    if (this.stopping || this.retry) return;
    this.retry = setTimeout(() => {
      this.retry = undefined;
      void this.listen().then(() => this.catchUp());
    }, RECONNECT_AFTER_MS);
    this.retry.unref();
  }

  /** News of the time without a connection are lost. */
  private async catchUp(): Promise<void> {
    for (const network of NETWORKS) await this.guarded(() => this.serving.rebuildMemory(network));
  }

  private async hear(payload: string | undefined): Promise<void> {
    const news = newsSchema.safeParse(parse(payload));
    if (!news.success || news.data.from === this.replica.value) return;
    const { network, sampleId } = news.data;
    await this.guarded(() => this.serving.refreshSample(network, sampleId));
  }

  private async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.logger.error(`memory could not be brought up to date: ${String(error)}`);
    }
  }
}

function parse(payload: string | undefined): unknown {
  try {
    return JSON.parse(payload ?? '');
  } catch {
    return undefined;
  }
}
