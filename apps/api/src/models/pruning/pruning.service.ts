import { Injectable } from '@nestjs/common';
import { TRAINED_NETWORKS } from '@inkling/recognizer';
import { Daily } from '../../common/daily.js';
import { PruningRepository } from './pruning.repository.js';

/** Not while everything starts. */
const FIRST_AFTER_MS = 60_000;

/** Removes the files of old versions once a day; the trainer does so after each job. */
@Injectable()
export class PruningService extends Daily {
  constructor(private readonly versions: PruningRepository) {
    super('old versions could not be removed', FIRST_AFTER_MS);
  }

  async run(): Promise<void> {
    for (const network of TRAINED_NETWORKS) {
      const { versions, bytes, embeddings } = await this.versions.prune(network);
      if (versions.length === 0 && embeddings === 0) continue;
      const megabytes = (bytes / 1e6).toFixed(1);
      this.logger.log(
        `${network}: removed the files of versions ${versions.join(', ') || 'none'} (${megabytes} MB) and ${embeddings} embeddings`,
      );
    }
  }
}
