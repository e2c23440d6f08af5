import { glyphsFromBytes } from '@inkling/ink';
import { messageOf } from '@inkling/contract';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { WORKER_SOURCE } from '../../recognise/inference/inference.module.js';
import { WorkerThread, type WorkerSource } from '../../recognise/inference/worker-thread.js';
import { nameOf } from '../model-problems.js';
import type { ModelVersion } from '../../recognise/registry/model-version.js';
import { ModelFiles } from '../../recognise/registry/model-files.js';
import { readingsOf } from './read-samples.js';
import { ReadingsRepository } from './readings.repository.js';

/** Whoever looks at a comparison asks every second; after so long without a word nobody waits. */
const PATIENCE_MS = 10_000;

/** What failed is not tried again at once by those who go on asking. */
const FAILURE_STANDS_MS = 30_000;

/** Samples in one pass: some 10 ms for digits, and progress that is seen to move. */
const AT_ONCE = 32;

/** Requests come first: the kernel gives this thread what they leave. */
const NICENESS = 15;

interface Wish {
  readonly version: ModelVersion;
  askedAtMs: number;
}

/**
 * Reads approved samples with versions that are compared, whatever their state, in a thread of its own
 * beside those that serve. It lives as long as somebody waits for it.
 */
@Injectable()
export class SampleReader implements OnModuleDestroy {
  private readonly logger = new Logger(SampleReader.name);
  private readonly wishes = new Map<string, Wish>();
  private readonly failures = new Map<string, { readonly reason: string; readonly atMs: number }>();
  private working: Promise<void> | undefined;
  private thread: WorkerThread | undefined;
  private stopping = false;

  constructor(
    @Inject(WORKER_SOURCE) private readonly source: WorkerSource,
    private readonly files: ModelFiles,
    private readonly readings: ReadingsRepository,
  ) {}

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    this.wishes.clear();
    await this.thread?.end();
    await this.working;
  }

  /** Whether it is at work. */
  get isBusy(): boolean {
    return this.working !== undefined;
  }

  /**
   * Somebody waits for what a version makes of all samples; to be said again while they do.
   *
   * @returns why that can't be, if it has just failed
   */
  want(version: ModelVersion): string | undefined {
    const failure = this.failures.get(version.id);
    if (failure && Date.now() - failure.atMs < FAILURE_STANDS_MS) return failure.reason;
    if (this.stopping) return undefined;
    const wish = this.wishes.get(version.id);
    if (wish) wish.askedAtMs = Date.now();
    else this.wishes.set(version.id, { version, askedAtMs: Date.now() });
    this.working ??= this.work().finally(() => {
      this.working = undefined;
    });
    return undefined;
  }

  private async work(): Promise<void> {
    const thread = new WorkerThread({ ...this.source, niceness: NICENESS }, () => undefined);
    this.thread = thread;
    try {
      for (let wish; (wish = this.next());) {
        await this.fulfil(wish, thread);
        this.wishes.delete(wish.version.id);
      }
    } finally {
      this.thread = undefined;
      await thread.stop();
    }
  }

  private next(): Wish | undefined {
    for (const [id, wish] of this.wishes) {
      if (this.isWanted(wish)) return wish;
      this.wishes.delete(id);
    }
    return undefined;
  }

  private isWanted({ version, askedAtMs }: Wish): boolean {
    return this.wishes.has(version.id) && Date.now() - askedAtMs < PATIENCE_MS;
  }

  private async fulfil(wish: Wish, thread: WorkerThread): Promise<void> {
    const { version } = wish;
    try {
      const bytes = await this.files.read(version.sha256);
      await thread.call({ type: 'load', kind: 'glyph', versionId: version.id, bytes });
      const read = await this.readAll(wish, thread);
      await thread.call({ type: 'release', versionId: version.id });
      this.logger.log(`${nameOf(version)} has read ${read} approved samples for a comparison`);
    } catch (error) {
      if (this.stopping) return;
      const reason = messageOf(error);
      this.failures.set(version.id, { reason, atMs: Date.now() });
      this.logger.warn(`${nameOf(version)} can't read samples for a comparison: ${reason}`);
    }
  }

  /** @returns how many */
  private async readAll(wish: Wish, thread: WorkerThread): Promise<number> {
    const { id, network, card } = wish.version;
    const ids = await this.readings.listUnread(network, id);
    let at = 0;
    for (; at < ids.length && this.isWanted(wish); at += AT_ONCE) {
      const samples = await this.readings.getSamples(ids.slice(at, at + AT_ONCE));
      if (samples.length === 0) continue;
      const { logits } = await thread.call({
        type: 'run',
        versionId: id,
        glyphs: glyphsFromBytes(samples.map(({ glyph }) => glyph)),
        count: samples.length,
      });
      if (logits.length !== samples.length * card.labels.length || !logits.every(Number.isFinite)) {
        throw new Error('it answers with other sizes than its card says, or with no numbers');
      }
      await this.readings.save(id, readingsOf(card, samples, logits));
    }
    return Math.min(at, ids.length);
  }
}
