import { MEMORY_CHANNEL } from '../../database/channels.js';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { NETWORKS } from '@inkling/recognizer';
import { z } from 'zod';
import { parseJson } from '../../common/parse-json.js';
import { DatabaseNews } from '../../database/database-news.js';
import { ReplicaId } from '../memory/memory-channel.js';
import { ServingService } from './serving.service.js';

const newsSchema = z.object({
  sampleId: z.uuid(),
  network: z.enum(NETWORKS),
  from: z.string(),
});

/** Hears of samples that other replicas changed, and reads them again. */
@Injectable()
export class MemoryNews implements OnModuleInit {
  constructor(
    private readonly news: DatabaseNews,
    private readonly serving: ServingService,
    private readonly replica: ReplicaId,
  ) {}

  /** Before any memory is read, so that no change falls between. */
  async onModuleInit(): Promise<void> {
    await this.news.subscribe(MEMORY_CHANNEL, {
      heard: (payload) => this.hear(payload),
      mayHaveMissed: () => this.catchUp(),
    });
  }

  private async hear(payload: string): Promise<void> {
    const news = newsSchema.safeParse(parseJson(payload));
    if (!news.success || news.data.from === this.replica.value) return;
    const { network, sampleId } = news.data;
    await this.serving.refreshSample(network, sampleId);
  }

  private async catchUp(): Promise<void> {
    for (const network of NETWORKS) await this.serving.rebuildMemory(network);
  }
}
