import { Injectable, Logger } from '@nestjs/common';
import { networksThatRemember, type Network, type NetworkMemory } from '@inkling/recognizer';
import { Inference } from '../inference/inference.module.js';
import { MemoryService } from '../memory/memory.service.js';
import { ModelFiles } from '../registry/model-files.js';
import type { ModelVersion } from '../registry/model-version.js';
import { Draining } from './draining.js';
import { LoadedModel } from './loaded-model.js';
import { noModel } from './no-model.js';
import { Prepared } from './prepared.js';
import { ServingModel } from './serving-model.js';

/** Which version answers for each network for characters, and the way to put another one in its place. */
@Injectable()
export class ServingService {
  private readonly logger = new Logger(ServingService.name);
  private readonly current = new Map<Network, ServingModel>();
  private readonly prepared = new Prepared<LoadedModel>();
  private readonly draining = new Draining();
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
    if (!serving) throw noModel(network);
    return serving.use.during(() => work(serving));
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
    const letGo = this.prepared.add(model);
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
    await this.draining.room();
    const model = this.prepared.take(version.id) ?? (await this.open(version));
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
    if (old) this.draining.add(() => old!.retire());
  }

  /** Resolves when no old version has requests to end. */
  drained(): Promise<void> {
    return this.draining.over();
  }

  /**
   * Brings a sample up to date that somebody changed, here or on another replica.
   *
   * @param network whose prediction was corrected; a symbol is remembered by others, too
   */
  refreshSample(network: Network, sampleId: string): Promise<void> {
    return this.refreshSamples(network, [sampleId]);
  }

  /** The same of some at once: few enough to be read together. */
  async refreshSamples(network: Network, sampleIds: readonly string[]): Promise<void> {
    const memories = networksThatRemember(network);
    await Promise.all(memories.map((each) => this.refreshIn(each, sampleIds)));
  }

  private async refreshIn(network: Network, sampleIds: readonly string[]): Promise<void> {
    for (const [missed, ofNetwork] of this.missed) {
      if (ofNetwork === network) for (const id of sampleIds) missed.add(id);
    }
    if (!this.current.has(network)) return;
    // In use, or a swap at this moment would take away the session that is to embed them.
    await this.use(network, ({ version, memory, model }) =>
      this.memories.refresh(sampleIds, version, memory, model.embed),
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
        await this.memories.refresh([sampleId], version, memory, model.embed);
      }
      install(memory);
    } finally {
      this.missed.delete(missed);
    }
  }
}
