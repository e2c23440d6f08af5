import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { TrainedNetwork } from '@inkling/recognizer';
import { Inference } from '../inference/inference.module.js';
import { ModelFileError, ModelFiles } from '../registry/model-files.js';
import { repeat } from '../../common/repeat.js';
import { VersionsInService } from './versions-in-service.js';

const LOOK_EVERY_MS = 10 * 60_000;
/** While a file is damaged: somebody may be restoring it. */
const LOOK_AGAIN_MS = 60_000;

/**
 * What is in service answers from memory, so a file that is damaged meanwhile would show at the next
 * start only. So the files of what is served are looked after now and then, and when a worker was lost:
 * a damaged copy is fetched anew, and a file that is damaged in the database too is told.
 */
@Injectable()
export class ServedFiles implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ServedFiles.name);
  private readonly damaged = new Map<TrainedNetwork, string>();
  private looking: Promise<void> = Promise.resolve();
  private end: () => Promise<void> = () => Promise.resolve();
  private stopping = false;

  constructor(
    private readonly versions: VersionsInService,
    private readonly inference: Inference,
    private readonly files: ModelFiles,
  ) {}

  onApplicationBootstrap(): void {
    this.inference.onWorkerLost(() => void this.look());
    this.end = repeat({
      firstAfterMs: LOOK_EVERY_MS,
      pauseMs: () => (this.damaged.size > 0 ? LOOK_AGAIN_MS : LOOK_EVERY_MS),
      work: () => this.look(),
      onFailure: () => undefined,
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    await this.end();
    await this.looking;
  }

  /** Networks whose version in service has no whole file any more, in words. */
  problems(): ReadonlyMap<TrainedNetwork, string> {
    return this.damaged;
  }

  /** One after the other, so that the newest finding stands. */
  look(): Promise<void> {
    this.looking = this.looking.then(() => this.checkAll());
    return this.looking;
  }

  private async checkAll(): Promise<void> {
    for (const { network, version, sha256 } of this.versions.all()) {
      if (this.stopping) return;
      try {
        await this.files.read(sha256);
        this.damaged.delete(network);
      } catch (error) {
        // A database that does not answer says nothing about the file.
        if (error instanceof ModelFileError) this.note(network, version, error.message);
      }
    }
  }

  private note(network: TrainedNetwork, version: number, reason: string): void {
    const text = `version ${version} answers from memory, but can't be loaded again: ${reason}; restore the database from a backup, or promote another version`;
    if (this.damaged.get(network) === text) return;
    this.damaged.set(network, text);
    this.logger.error(`${network}: ${text}`);
  }
}
