import { setTimeout as wait } from 'node:timers/promises';
import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { MEMORY_CHANNEL } from '../../database/channels.js';
import type { DatabaseNews } from '../../database/database-news.js';
import type { Inference } from '../../recognise/inference/inference.module.js';

/** When nothing was heard of any change. */
const LOOK_EVERY_MS = 1000;

const PAUSE_MS = 2;
const MOST_PATIENCE_MS = 250;

/** Work beside the answering, round after round as long as there is some, and then when something changes. */
export abstract class Rounds implements OnApplicationBootstrap, OnModuleDestroy {
  protected readonly logger = new Logger(this.constructor.name);
  protected stopping = false;
  private working: Promise<void> = Promise.resolve();
  private wake: AbortController | undefined;

  protected constructor(
    private readonly databaseNews: DatabaseNews,
    private readonly requests: Inference,
  ) {}

  /** @returns whether there may be more to do at once */
  protected abstract round(): Promise<boolean>;

  async onApplicationBootstrap(): Promise<void> {
    // Samples that change are told to everybody; the sleep is only for what was not heard.
    await this.databaseNews.subscribe(MEMORY_CHANNEL, { heard: () => this.wake?.abort() });
    this.working = this.work();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    this.wake?.abort();
    await this.working;
  }

  /** Under a load that never ends it is slow, and gets on all the same. */
  protected async letRequestsGoFirst(): Promise<void> {
    const untilMs = Date.now() + MOST_PATIENCE_MS;
    do await wait(PAUSE_MS);
    while (this.requests.pool.waiting > 0 && Date.now() < untilMs && !this.stopping);
  }

  private async work(): Promise<void> {
    while (!this.stopping) {
      const sleep = (this.wake = new AbortController());
      const isMore = await this.round().catch((error: unknown) => {
        // The database does not answer, or a version went: the next round tries again.
        this.logger.warn(`suspicions wait: ${String(error)}`);
        return false;
      });
      if (isMore || this.stopping) continue;
      await wait(LOOK_EVERY_MS, undefined, { signal: sleep.signal, ref: false }).catch(
        () => undefined,
      );
    }
  }
}
