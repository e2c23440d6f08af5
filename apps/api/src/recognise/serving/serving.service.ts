import { Injectable, Logger } from '@nestjs/common';
import type { Network, NetworkMemory } from '@inkling/recognizer';
import { ProblemError } from '../../common/problem-error.js';
import { Inference } from '../inference/inference.module.js';
import { MemoryService } from '../memory/memory.service.js';
import { ModelFiles } from '../registry/model-files.js';
import type { ModelVersion } from '../registry/model-version.js';
import { LoadedModel } from './loaded-model.js';
import { ServingModel } from './serving-model.js';

/** A loaded version costs memory: so many may wait for their last requests while the next ones load. */
const MOST_DRAINING = 2;

/** Which version answers for each network, and the way to put another one in its place. */
@Injectable()
export class ServingService {
  private readonly logger = new Logger(ServingService.name);
  private readonly current = new Map<Network, ServingModel>();
  /** Loaded and checked, for a version that is about to be promoted. */
  private readonly prepared = new Set<LoadedModel>();
  /** Old versions with requests that they have to end. */
  private readonly draining = new Set<Promise<void>>();
  /** For each memory that is being built: samples changed meanwhile, which it may have missed. */
  private readonly missed = new Map<Set<string>, Network>();

  constructor(
    private readonly inference: Inference,
    private readonly files: ModelFiles,
    private readonly memories: MemoryService,
  ) {}

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

  /**
   * Loads, warms and checks a version beside the one in service and embeds all samples by it, so that
   * what can go wrong does so before it is promoted. `swap` takes it over; otherwise `letGo` releases it.
   *
   * @returns letGo
   * @throws Error when the version can't serve
   */
  async prepare(version: ModelVersion): Promise<() => Promise<void>> {
    const model = await this.open(version);
    const letGo = async (): Promise<void> => {
      if (this.prepared.delete(model)) await model.close();
    };
    this.prepared.add(model);
    try {
      const made = await this.memories.embedMissing(version, model.embed);
      if (made > 0) {
        this.logger.log(`embedded ${made} samples by ${version.network} ${version.version}`);
      }
      return letGo;
    } catch (error) {
      await letGo();
      throw error;
    }
  }

  /**
   * Loads, warms and checks a version beside the one in service, embeds memory for it, and swaps one
   * reference. The old version goes after its last request; see `drained`. One at a time a network.
   */
  async swap(version: ModelVersion): Promise<void> {
    while (this.draining.size > MOST_DRAINING) await Promise.race(this.draining);
    const model = this.takePrepared(version) ?? (await this.open(version));
    let old: ServingModel | undefined;
    try {
      await this.buildMemory(version, model, (memory) => {
        old = this.current.get(version.network);
        this.current.set(version.network, new ServingModel(model, memory));
      });
    } catch (error) {
      await model.close();
      throw error;
    }
    this.logger.log(`${version.network} ${version.version} is in service`);
    if (old) this.drain(old);
  }

  /** Resolves when no old version has requests to end. */
  async drained(): Promise<void> {
    while (this.draining.size > 0) await Promise.all(this.draining);
  }

  /** Brings a sample up to date that somebody changed, here or on another replica. */
  async refreshSample(network: Network, sampleId: string): Promise<void> {
    for (const [missed, ofNetwork] of this.missed) if (ofNetwork === network) missed.add(sampleId);
    if (!this.current.has(network)) return;
    // In use, or a swap at this moment would take away the session that is to embed it.
    await this.use(network, ({ version, memory, model }) =>
      this.memories.refresh(sampleId, version, memory, model.embed),
    );
  }

  /** Reads a network's whole memory again, for when news may have been missed. */
  async rebuildMemory(network: Network): Promise<void> {
    if (!this.current.has(network)) return;
    await this.use(network, (serving) =>
      this.buildMemory(serving.version, serving.model, (memory) => serving.adopt(memory)),
    );
  }

  private async open(version: ModelVersion): Promise<LoadedModel> {
    const bytes = await this.files.read(version.sha256);
    const stored = await this.memories.someGlyphs(version);
    return LoadedModel.open(this.inference.pool, version, bytes, stored);
  }

  private takePrepared(version: ModelVersion): LoadedModel | undefined {
    for (const model of this.prepared) {
      if (model.version.id === version.id && this.prepared.delete(model)) return model;
    }
    return undefined;
  }

  private drain(old: ServingModel): void {
    const drained = old
      .retire()
      .catch((error: unknown) => this.logger.error(`an old model stays: ${String(error)}`))
      .finally(() => this.draining.delete(drained));
    this.draining.add(drained);
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
}
