import { setTimeout as wait } from 'node:timers/promises';
import { ProblemError } from '../common/problem-error.js';
import type { DecodeBmpJob, RecogniseJob, ResultOf, RunJob } from './protocol.js';
import { WorkerLostError, WorkerThread, type WorkerSource } from './worker-thread.js';

export interface InferencePoolOptions {
  /** Worker threads, at least 1. */
  readonly threads: number;
  readonly worker: WorkerSource;
  /** Most jobs that wait; further ones are refused as `busy`. @defaultValue 1000 */
  readonly queueLimit?: number;
  /** A job that takes longer is given up together with its worker. @defaultValue 30000 */
  readonly jobLimitMs?: number;
  /** Told when a worker had to be replaced. */
  readonly onWorkerLost?: () => void;
}

type QueuedJob = RecogniseJob | RunJob | DecodeBmpJob;

interface Queued {
  readonly job: QueuedJob;
  /** A job that takes its worker down is tried on one other, then refused: it may be the cause. */
  attemptsLeft: number;
  resolve(result: ResultOf[QueuedJob['type']]): void;
  reject(error: Error): void;
}

const RESPAWN_DELAY_MS = 200;

/**
 * Worker threads, each with one session of every loaded model version, and one queue before them.
 * `session.run` is synchronous inside, so each thread works on one job at a time.
 */
export class InferencePool {
  private readonly loaded = new Map<string, string>();
  private readonly threads = new Set<WorkerThread>();
  private readonly idle: WorkerThread[] = [];
  private readonly queue: Queued[] = [];
  private closed = false;

  constructor(private readonly options: InferencePoolOptions) {}

  start(): void {
    for (let count = 0; count < this.options.threads; count++) void this.spawn();
  }

  /** Jobs that wait for a thread. */
  get waiting(): number {
    return this.queue.length;
  }

  /** Loads a version into every thread, beside those that are there. */
  async load(versionId: string, file: string): Promise<void> {
    this.loaded.set(versionId, file);
    try {
      await Promise.all(
        [...this.threads].map((thread) =>
          ignoreLost(thread.call({ type: 'load', versionId, file })),
        ),
      );
    } catch (error) {
      await this.release(versionId);
      throw error;
    }
  }

  async release(versionId: string): Promise<void> {
    this.loaded.delete(versionId);
    await Promise.all(
      [...this.threads].map((thread) => ignoreLost(thread.call({ type: 'release', versionId }))),
    );
  }

  run<T extends QueuedJob>(job: T): Promise<ResultOf[T['type']]> {
    if (this.queue.length >= (this.options.queueLimit ?? 1000)) {
      const detail = 'Too many drawings are waiting. Send it again in a moment.';
      return Promise.reject(new ProblemError('busy', detail, { headers: { 'retry-after': '1' } }));
    }
    return new Promise((resolve, reject) => {
      this.queue.push({ job, attemptsLeft: 2, resolve: resolve as Queued['resolve'], reject });
      this.dispatch();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const { reject } of this.queue.splice(0)) reject(new Error('the server is stopping'));
    await Promise.all([...this.threads].map((thread) => thread.stop()));
  }

  private async spawn(): Promise<void> {
    const thread = new WorkerThread(this.options.worker, () => this.onLost(thread));
    this.threads.add(thread);
    try {
      // Starting takes its time, which is no job's fault.
      await thread.call({ type: 'ping' });
      // A version that is loaded while these are goes to this thread as well: it is in `threads`.
      for (const [versionId, file] of [...this.loaded]) {
        await thread.call({ type: 'load', versionId, file });
      }
      this.idle.push(thread);
      this.dispatch();
    } catch {
      await thread.stop();
    }
  }

  private onLost(thread: WorkerThread): void {
    this.threads.delete(thread);
    const at = this.idle.indexOf(thread);
    if (at >= 0) this.idle.splice(at, 1);
    if (this.closed) return;
    this.options.onWorkerLost?.();
    // The pause keeps a worker that can't start from using up the machine.
    void wait(RESPAWN_DELAY_MS, undefined, { ref: false }).then(() => {
      if (!this.closed) return this.spawn();
    });
  }

  private dispatch(): void {
    while (this.idle.length > 0 && this.queue.length > 0) {
      void this.work(this.idle.pop()!, this.queue.shift()!);
    }
  }

  private async work(thread: WorkerThread, queued: Queued): Promise<void> {
    const limit = setTimeout(() => void thread.stop(), this.options.jobLimitMs ?? 30_000);
    queued.attemptsLeft--;
    try {
      queued.resolve(await thread.call(queued.job));
    } catch (error) {
      if (!(error instanceof WorkerLostError)) queued.reject(error as Error);
      else if (queued.attemptsLeft > 0 && !this.closed) this.queue.unshift(queued);
      else queued.reject(error);
    } finally {
      clearTimeout(limit);
    }
    if (this.threads.has(thread)) this.idle.push(thread);
    this.dispatch();
  }
}

/** A thread that ends meanwhile is replaced by one that has the right versions. */
async function ignoreLost(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof WorkerLostError)) throw error;
  }
}
