import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { messageOf } from '@inkling/contract';
import { LINES_NETWORK } from '@inkling/recognizer';
import { ProblemError } from '../../common/problem-error.js';
import { CONFIG } from '../../config/config.module.js';
import type { Config } from '../../config/load-config.js';
import { Inference } from '../inference/inference.module.js';
import type { ReadLine, ReadLineJob } from '../inference/protocol.js';
import { ModelFiles } from '../registry/model-files.js';
import { readShippedModel } from '../registry/shipped-models.js';
import type { LinesVersion } from './lines-version.js';
import { LinesVersionsRepository } from './lines-versions.repository.js';

/**
 * The network that reads lines: shipped with the release and registered. It is loaded when the first line comes:
 * where nobody writes lines it costs no memory.
 */
@Injectable()
export class LinesNetwork implements OnApplicationBootstrap {
  private readonly logger = new Logger(LinesNetwork.name);
  private champion: LinesVersion | undefined;
  private loading: Promise<void> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly inference: Inference,
    private readonly versions: LinesVersionsRepository,
    private readonly files: ModelFiles,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    try {
      await this.importShipped();
      this.champion = await this.versions.getChampion();
    } catch (error) {
      this.logger.warn(`lines are not read: ${messageOf(error)}`);
    }
  }

  /** @throws ProblemError `no_model` */
  get version(): LinesVersion {
    if (this.champion) return this.champion;
    throw new ProblemError(
      'no_model',
      `No model for "${LINES_NETWORK}" is loaded. Put one into the models folder and start again.`,
    );
  }

  async read(
    job: Omit<ReadLineJob, 'type' | 'versionId' | 'settings'>,
    version: LinesVersion,
  ): Promise<ReadLine> {
    const { id, card } = version;
    await this.loaded(version);
    const settings = { characters: card.characters, temperature: card.temperature };
    return this.inference.pool.run({ type: 'line', versionId: id, settings, ...job });
  }

  private loaded({ id, sha256 }: LinesVersion): Promise<void> {
    this.loading ??= this.files
      .read(sha256)
      .then((bytes) => this.inference.pool.load(id, bytes, 'sequence'))
      .catch((error: unknown) => {
        // The next line tries again.
        this.loading = undefined;
        throw error;
      });
    return this.loading;
  }

  private async importShipped(): Promise<void> {
    const shipped = await readShippedModel(this.config.modelsDir, LINES_NETWORK);
    if (!shipped) throw new Error(`${this.config.modelsDir} has no network for them`);
    const outcome = await this.versions.importShipped(shipped);
    if (outcome !== 'known')
      this.logger.log(`imported the shipped model of "${LINES_NETWORK}" as ${outcome}`);
  }
}
