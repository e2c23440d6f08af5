import { CHAMPION_CHANNEL } from '../../database/channels.js';
import { messageOf } from '@inkling/contract';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { LINES_NETWORK, TRAINED_NETWORKS, type TrainedNetwork } from '@inkling/recognizer';
import { z } from 'zod';
import { parseJson } from '../../common/parse-json.js';
import { DatabaseNews } from '../../database/database-news.js';
import { Inference } from '../inference/inference.module.js';
import { ModelFiles } from '../registry/model-files.js';
import { RegistryRepository } from '../registry/registry.repository.js';
import { ShippedModels } from '../registry/shipped-models.service.js';
import type { AnyVersion } from '../registry/model-version.js';
import { repeat } from '../../common/repeat.js';
import { LinesNetwork } from './lines/lines-network.service.js';
import { retryDelayMs } from './retry-delay.js';
import { VersionsInService } from './versions-in-service.js';

/** News may be lost, so the registry is looked at as well. */
const RECONCILE_EVERY_MS = 1000;

const newsSchema = z.object({ network: z.enum(TRAINED_NETWORKS) });

interface Failure {
  readonly champion: AnyVersion;
  readonly reason: string;
  readonly attempts: number;
  readonly retryAtMs: number;
}

/**
 * Keeps what is served and what the registry calls champion the same: at the start, when told of a
 * promotion, and every second. One swap at a time a network; of several promotions in a row the last
 * one counts. A champion that can't be loaded is tried again and again, while the former one serves.
 */
@Injectable()
export class ChampionFollower implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ChampionFollower.name);
  private readonly notImported = new Map<TrainedNetwork, string>();
  private readonly failures = new Map<TrainedNetwork, Failure>();
  private readonly wanted = new Set<TrainedNetwork>();
  private readonly following = new Map<TrainedNetwork, Promise<void>>();
  /** Found when a version that had been taken into service unloaded was needed, by its id. */
  private readonly unusable = new Map<string, unknown>();
  private readonly listeners = new Set<() => void>();
  private end: () => Promise<void> = () => Promise.resolve();
  private importing: ReturnType<ShippedModels['import']> = Promise.resolve(new Map());
  private started = false;
  private readonly stopping = new AbortController();

  constructor(
    private readonly versions: VersionsInService,
    private readonly lines: LinesNetwork,
    private readonly inference: Inference,
    private readonly shipped: ShippedModels,
    private readonly registry: RegistryRepository,
    private readonly files: ModelFiles,
    private readonly news: DatabaseNews,
  ) {}

  /** Threads load what they need while everything else begins. */
  onModuleInit(): void {
    this.inference.pool.start();
  }

  async onApplicationBootstrap(): Promise<void> {
    this.lines.whenUnusable((version, error) => this.replace(version, error));
    this.importing = this.shipped.import(this.stopping.signal);
    for (const [network, reason] of await this.importing) this.notImported.set(network, reason);
    if (this.stopping.signal.aborted) return;
    // Before the first look, so that no promotion falls between.
    await this.news.subscribe(CHAMPION_CHANNEL, {
      heard: (payload) => this.onNews(payload),
      mayHaveMissed: () => this.reconcile(),
    });
    // Together: one waits for the database while another loads.
    await Promise.all(TRAINED_NETWORKS.map((network) => this.follow(network)));
    this.started = true;
    if (!this.versions.get(LINES_NETWORK)) this.logger.warn('there is no model that reads lines');
    this.tellChange();
    this.end = repeat({
      firstAfterMs: RECONCILE_EVERY_MS,
      pauseMs: () => RECONCILE_EVERY_MS,
      work: () => this.reconcile(),
      // A database that does not answer is told by the health check.
      onFailure: () => undefined,
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    // Its transaction must not lose the database.
    await this.importing;
    await this.end();
    await Promise.all(this.following.values());
  }

  /** Why a network's champion is not served, in words. */
  problems(): ReadonlyMap<TrainedNetwork, string> {
    const problems = new Map(this.notImported);
    for (const network of TRAINED_NETWORKS) {
      const failure = this.failures.get(network);
      const served = this.versions.get(network);
      // Who ships no model for lines reads single characters, and wants no more.
      const isMissing = this.started && !served && network !== LINES_NETWORK;
      if (failure) problems.set(network, describe(failure, served));
      else if (isMissing && !problems.has(network)) problems.set(network, 'no model is shipped');
    }
    return problems;
  }

  /** Called after each swap and each failure. */
  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** Resolves when this replica serves the champion, or has tried to. */
  follow(network: TrainedNetwork): Promise<void> {
    // Asked during a swap, it is looked at again after it.
    this.wanted.add(network);
    const running = this.following.get(network);
    if (running) return running;
    if (this.stopping.signal.aborted) return Promise.resolve();
    const followed = this.work(network);
    this.following.set(network, followed);
    return followed;
  }

  private async work(network: TrainedNetwork): Promise<void> {
    while (this.wanted.delete(network) && !this.stopping.signal.aborted) {
      try {
        await this.catchUp(network);
      } catch (error) {
        // The database does not answer; the next look tries again.
        this.logger.warn(`the champion of "${network}" is not known: ${String(error)}`);
      }
    }
    // In the same turn as the last look, so that no wish is left to work that has ended.
    this.following.delete(network);
  }

  private async catchUp(network: TrainedNetwork): Promise<void> {
    const champion = await this.registry.getChampion(network);
    if (!champion) return;
    if (champion.id === this.versions.get(network)?.id) {
      if (this.failures.delete(network)) this.tellChange();
      return;
    }
    const failed = this.failures.get(network);
    const attempts = failed?.champion.id === champion.id ? failed.attempts : 0;
    if (attempts > 0 && failed!.retryAtMs > Date.now()) return;
    try {
      await this.putIntoService(champion);
      this.failures.delete(network);
    } catch (error) {
      this.noteFailure(champion, attempts + 1, error);
      if (!this.versions.get(network)) await this.serveEarlier(champion);
    }
    this.tellChange();
    await this.removeOldCopies();
  }

  /** What was found unusable a moment ago has failed as if it were tried now. */
  private async putIntoService(version: AnyVersion): Promise<void> {
    const isUnusable = this.unusable.has(version.id);
    const error = this.unusable.get(version.id);
    this.unusable.delete(version.id);
    if (isUnusable) throw error;
    await this.versions.swap(version);
  }

  /** Resolves when another version serves instead, if there is one. */
  private async replace({ network, id }: AnyVersion, error: unknown): Promise<void> {
    this.unusable.set(id, error);
    await this.follow(network);
  }

  /** A copy that can't be removed is no reason to call a swap failed. */
  private async removeOldCopies(): Promise<void> {
    const inService = this.versions.all().map(({ sha256 }) => sha256);
    await this.files
      .removeUnused(inService)
      .catch((error: unknown) => this.logger.warn(`old model files stay: ${String(error)}`));
  }

  private noteFailure(champion: AnyVersion, attempts: number, error: unknown): void {
    const { network, version } = champion;
    const reason = messageOf(error);
    const retryAtMs = Date.now() + retryDelayMs(attempts);
    this.failures.set(network, { champion, reason, attempts, retryAtMs });
    this.logger.error(`${network} ${version} could not be put into service: ${reason}`);
  }

  /** Better an older champion than no answers. */
  private async serveEarlier(champion: AnyVersion): Promise<void> {
    for (const earlier of await this.registry.listEarlierChampions(champion.network)) {
      try {
        await this.putIntoService(earlier);
        return;
      } catch (error) {
        const { network, version } = earlier;
        this.logger.error(`${network} ${version} can't take its place: ${String(error)}`);
      }
    }
  }

  private async onNews(payload: string): Promise<void> {
    const news = newsSchema.safeParse(parseJson(payload));
    if (news.success) await this.follow(news.data.network);
  }

  private async reconcile(): Promise<void> {
    const champions = await this.registry.championIds();
    const behind = [...champions].filter(
      ([network, id]) => this.versions.get(network)?.id !== id || this.failures.has(network),
    );
    await Promise.all(behind.map(([network]) => this.follow(network)));
  }

  private tellChange(): void {
    for (const listener of this.listeners) listener();
  }
}

function describe({ champion, reason }: Failure, served: AnyVersion | undefined): string {
  const failed = `version ${champion.version}, the champion, can't be loaded (${reason})`;
  const instead = served ? `version ${served.version} answers` : 'nothing answers';
  return `${failed}; ${instead}, and it is tried again`;
}
