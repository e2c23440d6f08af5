import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { NETWORKS } from '@inkling/recognition';
import { PruningRepository } from './pruning.repository.js';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Not while everything starts. */
const FIRST_AFTER_MS = 60_000;

/** Removes the files of old versions once a day; the trainer does so after each job. */
@Injectable()
export class PruningService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(PruningService.name);
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly versions: PruningRepository) {}

  onApplicationBootstrap(): void {
    this.runLater(FIRST_AFTER_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.running;
  }

  async run(): Promise<void> {
    for (const network of NETWORKS) {
      const { versions, bytes, embeddings } = await this.versions.prune(network);
      if (versions.length === 0 && embeddings === 0) continue;
      const megabytes = (bytes / 1e6).toFixed(1);
      this.logger.log(
        `${network}: removed the files of versions ${versions.join(', ') || 'none'} (${megabytes} MB) and ${embeddings} embeddings`,
      );
    }
  }

  private runLater(ms: number): void {
    this.timer = setTimeout(() => {
      this.running = this.run().catch((error: unknown) =>
        this.logger.error(`old versions could not be removed: ${(error as Error).name}`),
      );
      this.runLater(DAY_MS);
    }, ms);
    this.timer.unref();
  }
}
