import { Inject, Injectable, Logger } from '@nestjs/common';
import { messageOf, type modelsQuerySchema } from '@inkling/contract';
import { NETWORKS, type Network } from '@inkling/recognizer';
import type { z } from 'zod';
import { mayLook } from '../http/access/standing.js';
import type { Writer } from '../http/access/writer.js';
import { pageCursor } from '../common/page-cursor.js';
import { notFound } from '../common/problem-error.js';
import { CONFIG } from '../config/config.module.js';
import type { Config } from '../config/load-config.js';
import { filePruned } from './model-problems.js';
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
        const reason = messageOf(error);
        failures.set(network, reason);
        this.logger.error(`the shipped model of "${network}" is not used: ${reason}`);
      }
    }
    return failures;
  }

  /** Reviewers see every version, others those in service. */
  async list(
    { network, cursor, limit }: z.output<typeof modelsQuerySchema>,
    writer: Writer | null,
  ): Promise<{ readonly records: readonly ModelRecord[]; readonly nextCursor: string | null }> {
    const before = pageCursor(cursor);
    const filter = { network, before, championsOnly: !maySeeAll(writer) };
    const records = await this.models.list(filter, limit + 1);
    const page = records.slice(0, limit);
    return { records: page, nextCursor: records.length > limit ? page.at(-1)!.id : null };
  }

  /** A version that this person may see. */
  async get(id: string, writer: Writer | null): Promise<ModelRecord> {
    const model = await this.models.get(id);
    if (!model || (model.status !== 'champion' && !maySeeAll(writer))) {
      throw notFound('model version');
    }
    return model;
  }

  async getBytes(
    id: string,
    writer: Writer | null,
  ): Promise<{ model: ModelRecord; bytes: Uint8Array }> {
    const model = await this.get(id, writer);
    if (model.pruned) throw filePruned(model);
    return { model, bytes: await this.files.bytesOf(model.sha256) };
  }

  private async importOne(network: Network): Promise<void> {
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

const maySeeAll = (writer: Writer | null): boolean => mayLook(writer, 'models:all');
