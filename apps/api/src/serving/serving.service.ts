import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { NETWORKS, type Network } from '@inkling/recognition';
import { ProblemError } from '../common/problem-error.js';
import { Inference } from '../inference/inference.module.js';
import { MemoryService } from '../memory/memory.service.js';
import type { NetworkMemory } from '../memory/network-memory.js';
import { ModelFiles } from '../models/model-files.js';
import { ModelsRepository } from '../models/models.repository.js';
import { ModelsService } from '../models/models.service.js';
import type { ModelVersion } from '../models/model-version.js';
import { LoadedModel, ServingModel } from './serving-model.js';

/** Which version answers for each network, and the way to put another one in its place. */
@Injectable()
export class ServingService implements OnApplicationBootstrap {
  private readonly logger = new Logger(ServingService.name);
  private readonly current = new Map<Network, ServingModel>();
  private readonly failures = new Map<Network, string>();
  /** For each memory that is being built: samples changed meanwhile, which it may have missed. */
  private readonly missed = new Map<Set<string>, Network>();

  constructor(
    private readonly inference: Inference,
    private readonly models: ModelsService,
    private readonly registry: ModelsRepository,
    private readonly files: ModelFiles,
    private readonly memories: MemoryService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.inference.pool.start();
    const notImported = await this.models.importShipped();
    for (const network of NETWORKS) {
      await this.startNetwork(network, notImported.get(network));
    }
  }

  /** The model in service for as long as `work` takes. */
  async use<T>(network: Network, work: (serving: ServingModel) => Promise<T>): Promise<T> {
    const serving = this.current.get(network);
    if (!serving) {
      throw new ProblemError(
        'no_model',
        `No model for "${network}" is loaded. Put one into the models folder and start again.`,
      );
    }
    serving.acquire();
    try {
      return await work(serving);
    } finally {
      serving.release();
    }
  }

  get(network: Network): ServingModel | undefined {
    return this.current.get(network);
  }

  inService(): readonly ModelVersion[] {
    return [...this.current.values()].map(({ version }) => version);
  }

  /** Why a network's model is missing or not the newest one. */
  problems(): ReadonlyMap<Network, string> {
    return this.failures;
  }

  /**
   * Loads, warms and checks a version beside the one in service, embeds memory for it, swaps one
   * reference, and lets the old version go after its last request.
   */
  async swap(version: ModelVersion): Promise<void> {
    const model = await LoadedModel.open(
      this.inference.pool,
      version,
      await this.files.pathOf(version.sha256),
    );
    let old: ServingModel | undefined;
    await this.buildMemory(version, model, (memory) => {
      old = this.current.get(version.network);
      this.current.set(version.network, new ServingModel(model, memory));
    });
    this.logger.log(`${version.network} ${version.version} is in service`);
    await old?.retire();
  }

  /** Brings a sample up to date that somebody changed, here or on another replica. */
  async refreshSample(network: Network, sampleId: string): Promise<void> {
    for (const [missed, ofNetwork] of this.missed) if (ofNetwork === network) missed.add(sampleId);
    const serving = this.current.get(network);
    if (!serving) return;
    const { version, memory, model } = serving;
    await this.memories.refresh(sampleId, version, memory, model.embed);
  }

  /** Reads a network's whole memory again, for when news may have been missed. */
  async rebuildMemory(network: Network): Promise<void> {
    const serving = this.current.get(network);
    if (!serving) return;
    await this.buildMemory(serving.version, serving.model, (memory) => serving.adopt(memory));
  }

  /** `install` runs in the same turn as the last look for changes, so that none falls between. */
  private async buildMemory(
    version: ModelVersion,
    model: LoadedModel,
    install: (memory: NetworkMemory) => void,
  ): Promise<void> {
    const missed = new Set<string>();
    this.missed.set(missed, version.network);
    try {
      const memory = await this.memories.build(version, model.embed);
      for (const sampleId of missed) {
        missed.delete(sampleId);
        await this.memories.refresh(sampleId, version, memory, model.embed);
      }
      install(memory);
    } finally {
      this.missed.delete(missed);
    }
  }

  private async startNetwork(network: Network, notImported: string | undefined): Promise<void> {
    if (notImported !== undefined) this.failures.set(network, notImported);
    try {
      const champion = await this.registry.getChampion(network);
      if (champion) await this.swap(champion);
      else if (notImported === undefined) this.failures.set(network, 'no model is shipped');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.failures.set(network, reason);
      this.logger.error(`the model of "${network}" could not be loaded: ${reason}`);
    }
  }
}
