import { setTimeout as wait } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { repeat } from '../../common/repeat.js';
import { isPassing } from '../../database/is-passing.js';
import { refreshSamples } from '../../recognise/serving/refresh-samples.js';
import { ServingService } from '../../recognise/serving/serving.service.js';
import { ImportFileError } from '../formats/import-file.js';
import { ClaimedImports } from './claimed-imports.repository.js';
import { FilesElsewhere } from './files-elsewhere.js';
import type { ImportRow } from './import-rows.repository.js';
import { ImportFolder } from './import-folder.js';
import { ImportWork, type WorkEnd } from './import-work.service.js';
import { ImportsRepository } from './imports.repository.js';
import { ImportEndedError } from './insert-samples.repository.js';
import { storable } from './storable.js';

/** When nobody said that there is something to do: another process may have ended in the middle. */
const LOOK_EVERY_MS = 5000;

/** A replica that has the file may be gone by then. */
const MISSING_AGAIN_MS = 60_000;

const RENEW_EVERY_MS = 10_000;

const TIDY_EVERY_MS = 60 * 60_000;

/** Held files are kept for a day. */
const HELD_MS = 24 * 60 * 60_000;

const GONE =
  'The server that had the file ended before the import was done. Nothing was imported; send the file again.';

const FAULT = 'The server failed while it read the file; its log says why. Nothing was imported.';

/** Works on imports, one after the other, beside the answering. What there is to do is in the database. */
@Injectable()
export class ImportRunner implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ImportRunner.name);
  private readonly elsewhere = new FilesElsewhere();
  private stop: AbortController = new AbortController();
  private wake: AbortController | undefined;
  private working: Promise<void> = Promise.resolve();
  private endTidying: () => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly imports: ImportsRepository,
    private readonly claimed: ClaimedImports,
    private readonly folder: ImportFolder,
    private readonly work: ImportWork,
    private readonly serving: ServingService,
  ) {}

  onApplicationBootstrap(): void {
    this.working = this.runAll();
    this.endTidying = repeat({
      pauseMs: () => TIDY_EVERY_MS,
      work: () => this.tidy(),
      onFailure: (error) => this.logger.warn(`old import files stay: ${String(error)}`),
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.stop.abort();
    this.wake?.abort();
    await Promise.all([this.working, this.endTidying()]);
  }

  /** There is something to do. */
  kick(): void {
    this.wake?.abort();
  }

  private async runAll(): Promise<void> {
    while (!this.stop.signal.aborted) {
      const sleep = (this.wake = new AbortController());
      const isMore = await this.runOne().catch((error: unknown) => {
        this.logger.warn(`imports wait: ${String(error)}`);
        return false;
      });
      if (isMore || this.stop.signal.aborted) continue;
      await wait(LOOK_EVERY_MS, undefined, { signal: sleep.signal, ref: false }).catch(
        () => undefined,
      );
    }
  }

  /** @returns whether there was one */
  private async runOne(): Promise<boolean> {
    const job = await this.claimed.claim(this.elsewhere.ids());
    if (!job) return false;
    const renewing = setInterval(
      () => void this.claimed.renew(job.id).catch(() => undefined),
      RENEW_EVERY_MS,
    );
    try {
      await this.run(job);
    } finally {
      clearInterval(renewing);
    }
    return true;
  }

  private async run(job: ImportRow): Promise<void> {
    if (job.status === 'undoing') return this.remove(job.id);
    if (job.cancelRequestedAt) return this.takeBack(job.id, 'cancelled', null);
    if (!(await this.folder.has(job.id))) return this.miss(job);
    let end: WorkEnd;
    try {
      end = await this.work.run(job, this.stop.signal);
    } catch (error) {
      return this.takeBack(job.id, 'failed', this.failureOf(job.id, error));
    }
    if (end === 'stopped') return this.claimed.release(job.id);
    const isComplete = end === 'completed' && (await this.claimed.complete(job.id));
    if (!isComplete) return this.takeBack(job.id, 'cancelled', null);
    await this.folder.remove(job.id);
  }

  /** @throws the error itself where another try may help */
  private failureOf(id: string, error: unknown): string {
    if (error instanceof ImportFileError) return storable(`${error.message} Nothing was imported.`);
    const isOver = error instanceof ImportEndedError || this.stop.signal.aborted;
    if (isOver || isPassing(error)) throw error;
    this.logger.error(`import ${id} failed: ${String(error)}`);
    return FAULT;
  }

  private async miss(job: ImportRow): Promise<void> {
    if (await this.claimed.isLost(job.id)) return this.takeBack(job.id, 'failed', GONE);
    this.elsewhere.add(job.id, MISSING_AGAIN_MS);
    // Whose file it is may be about to start.
    await this.claimed.release(job.id);
  }

  private async takeBack(
    id: string,
    endsAs: 'failed' | 'cancelled',
    failure: string | null,
  ): Promise<void> {
    await this.claimed.beginRemoval(id, endsAs, failure);
    await this.folder.remove(id);
    await this.remove(id);
  }

  private async remove(id: string): Promise<void> {
    while (!this.stop.signal.aborted) {
      const removed = await this.claimed.removeSome(id);
      if (removed.length === 0) return this.claimed.endRemoval(id);
      await refreshSamples(
        this.serving,
        removed.filter(({ isShared }) => isShared),
      );
    }
    await this.claimed.release(id);
  }

  private async tidy(): Promise<void> {
    await this.imports.cancelHeldBefore(new Date(Date.now() - HELD_MS));
    await this.folder.removeAllBut(await this.imports.listOpenIds());
  }
}
