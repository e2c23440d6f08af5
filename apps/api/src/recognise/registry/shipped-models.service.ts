import { Inject, Injectable, Logger } from '@nestjs/common';
import { messageOf } from '@inkling/contract';
import { TRAINED_NETWORKS, type TrainedNetwork } from '@inkling/recognizer';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { RegistryRepository } from './registry.repository.js';
import { readShippedModel } from './shipped-models.js';

/** The base models that come with Inkling, on their way into the registry. */
@Injectable()
export class ShippedModels {
  private readonly logger = new Logger(ShippedModels.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly models: RegistryRepository,
  ) {}

  /**
   * Imports what is shipped and new.
   *
   * @param stopping ends it: what fails from then on says nothing of a model
   * @returns why a shipped model can't be used, by network
   */
  async import(stopping: AbortSignal): Promise<Map<TrainedNetwork, string>> {
    const failures = new Map<TrainedNetwork, string>();
    for (const network of TRAINED_NETWORKS) {
      if (stopping.aborted) break;
      try {
        await this.importOne(network);
      } catch (error) {
        if (stopping.aborted) break;
        const reason = messageOf(error);
        failures.set(network, reason);
        this.logger.error(`the shipped model of "${network}" is not used: ${reason}`);
      }
    }
    return failures;
  }

  private async importOne(network: TrainedNetwork): Promise<void> {
    const shipped = await readShippedModel(this.config.modelsDir, network);
    if (!shipped) return;
    if (await this.models.knows(network, shipped.sha256)) {
      const isNew = await this.models.renewShippedCard(shipped);
      if (isNew) this.logger.log(`the shipped model of "${network}" has a new card`);
      return;
    }
    const outcome = await this.models.importShipped(shipped);
    if (outcome !== 'known')
      this.logger.log(`imported the shipped model of "${network}" as ${outcome}`);
  }
}
