import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { messageOf } from '@inkling/contract';
import { openDeliveryQueue, WEBHOOK_CHANNEL, type DeliveryQueue } from '@inkling/store/webhooks';
import { repeat } from '../../common/repeat.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { DatabaseNews } from '../../database/database-news.js';
import { requireUrl } from '../../database/require-url.js';
import { Deliverer } from './deliverer.service.js';
import { DueDeliveriesRepository } from './due-deliveries.repository.js';

/** News may be lost, and so may a queue: what is due is looked for so often. */
const SWEEP_EVERY_MS = 30_000;

const MOST_AT_ONCE = 200;

/**
 * Brings deliveries that were written into the queue, and works the queue off, together with other replicas. It is
 * opened by the first webhook: most servers have none.
 */
@Injectable()
export class DeliveryDispatcher implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(DeliveryDispatcher.name);
  private readonly listener = {
    heard: () => this.wake(),
    mayHaveMissed: () => this.wake(),
  };
  private queue: DeliveryQueue | undefined;
  private sweeping: Promise<void> | undefined;
  private isNews = false;
  private isStopping = false;
  private end: () => Promise<void> = () => Promise.resolve();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly deliveries: DueDeliveriesRepository,
    private readonly deliverer: Deliverer,
    private readonly news: DatabaseNews,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.news.subscribe(WEBHOOK_CHANNEL, this.listener);
    this.end = repeat({
      pauseMs: () => SWEEP_EVERY_MS,
      work: () => this.wake(),
      onFailure: (error) => this.logger.warn(`webhooks could not be swept: ${messageOf(error)}`),
    });
  }

  /** Waits for what is on its way; what waits is other replicas', or the next start's. */
  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    this.news.unsubscribe(WEBHOOK_CHANNEL, this.listener);
    await this.end();
    await this.sweeping?.catch(() => undefined);
    await this.queue?.close().catch(() => undefined);
  }

  /** Something may be due: brings it into the queue. Calls during a sweep make one more. */
  wake(): Promise<void> {
    this.isNews = true;
    this.sweeping ??= this.sweepAll().finally(() => {
      this.sweeping = undefined;
    });
    return this.sweeping;
  }

  private async sweepAll(): Promise<void> {
    while (this.isNews && !this.isStopping) {
      this.isNews = false;
      if (!this.queue && !(await this.deliveries.hasWebhooks())) return;
      await this.deliveries.giveUpOfDisabled();
      if (await this.bringIn(this.open())) this.isNews = true;
    }
  }

  /** @returns whether there may be more */
  private async bringIn(queue: DeliveryQueue): Promise<boolean> {
    const due = await this.deliveries.takeDue(MOST_AT_ONCE);
    const left = new Set(due.map(({ deliveryId }) => deliveryId));
    try {
      for (const delivery of due) {
        await queue.enqueue({ ...delivery, inMs: 0 });
        left.delete(delivery.deliveryId);
      }
    } finally {
      if (left.size > 0) await this.deliveries.giveBack([...left]);
    }
    return due.length === MOST_AT_ONCE;
  }

  private open(): DeliveryQueue {
    this.queue ??= openDeliveryQueue(
      { databaseUrl: requireUrl(this.config), redisUrl: this.config.redisUrl },
      {
        deliver: async ({ deliveryId, webhookId }) => {
          const later = await this.deliverer.deliver(deliveryId, webhookId);
          if (later && !this.isStopping) await this.queue?.enqueue(later);
        },
        onError: ({ name, message }) => this.logger.warn(`the webhook queue: ${name} ${message}`),
      },
    );
    return this.queue;
  }
}
