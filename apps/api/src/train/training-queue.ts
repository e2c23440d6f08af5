import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { createTrainingQueue, type TrainingQueue } from '@inkling/store/training';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import { requireUrl } from '../database/require-url.js';

/** This process's end of the queue; opened by the first request that needs it. */
@Injectable()
export class QueueOfTraining implements OnApplicationShutdown {
  private readonly logger = new Logger(QueueOfTraining.name);
  private queue: TrainingQueue | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  open(): TrainingQueue {
    this.queue ??= createTrainingQueue(
      { databaseUrl: requireUrl(this.config), redisUrl: this.config.redisUrl },
      ({ name, message }) => this.logger.warn(`the training queue: ${name} ${message}`),
    );
    return this.queue;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.queue?.close().catch(() => undefined);
  }
}
