import { Inject, Injectable, Logger } from '@nestjs/common';
import { NETWORKS, type Network } from '@inkling/recognition';
import { notFound } from '../common/problem-error.js';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import { ModelFiles } from './model-files.js';
import { ModelsRepository } from './models.repository.js';
import type { ModelRecord } from './model-version.js';
import { readShippedModel } from './shipped-models.js';

@Injectable()
export class ModelsService {
  private readonly logger = new Logger(ModelsService.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly models: ModelsRepository,
    private readonly files: ModelFiles,
  ) {}

  /** Imports what is shipped and new. @returns why a shipped model can't be used, by network */
  async importShipped(): Promise<Map<Network, string>> {
    const failures = new Map<Network, string>();
    for (const network of NETWORKS) {
      try {
        await this.importOne(network);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        failures.set(network, reason);
        this.logger.error(`the shipped model of "${network}" is not used: ${reason}`);
      }
    }
    return failures;
  }

  listChampions(network: Network | undefined): Promise<ModelRecord[]> {
    return this.models.listChampions(network);
  }

  /** A version that anyone may see: champions. */
  async getPublic(id: string): Promise<ModelRecord> {
    const model = await this.models.get(id);
    if (model?.status !== 'champion') throw notFound('model version');
    return model;
  }

  async getPublicBytes(id: string): Promise<{ model: ModelRecord; bytes: Uint8Array }> {
    const model = await this.getPublic(id);
    return { model, bytes: await this.files.bytesOf(model.sha256) };
  }

  private async importOne(network: Network): Promise<void> {
    const shipped = await readShippedModel(this.config.modelsDir, network);
    if (!shipped) return;
    if (await this.models.knows(network, shipped.sha256)) return;
    const outcome = await this.models.importShipped(shipped);
    if (outcome !== 'known')
      this.logger.log(`imported the shipped model of "${network}" as ${outcome}`);
  }
}
