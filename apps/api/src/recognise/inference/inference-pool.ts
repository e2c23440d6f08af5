import { setTimeout as wait } from 'node:timers/promises';
import type { MemoryHandle, SharedWords } from '@inkling/recognizer';
import { ProblemError } from '../../common/problem-error.js';
import type { Job, ResultOf, SessionKind } from './protocol.js';
import { WorkerLostError, WorkerThread, type WorkerSource } from './worker-thread.js';

export interface InferencePoolOptions {
  /** Worker threads, at least 1. */
  readonly threads: number;
  readonly worker: WorkerSource;
  /** Most jobs that wait; further ones are refused as `busy`. @defaultValue 1000 */
  readonly queueLimit?: number;
  /** A job that takes longer is given up together with its worker. @defaultValue 30000 */
  readonly jobLimitMs?: number;
  /** Before a session is loaded again that a new worker could not load; doubled each time. @defaultValue 1000 */
  readonly reloadDelayMs?: number;
  /** Told when a worker had to be replaced. */
  readonly onWorkerLost?: () => void;
  /** Told when the one in its place can't load a session that the others have. */
  readonly onLoadFailed?: (sessionId: string, error: Error) => void;
}

/** What one thread does for one who asks; the rest is told to all of them. */
type QueuedJob = Exclude<Job, { readonly type: 'load' | 'release' | 'attach' | 'detach' | 'ping' }>;

interface LoadedFile {
  readonly bytes: Uint8Array;
  readonly kind: SessionKind;
  readonly sharedWords: SharedWords | undefined;
}

interface Queued {
  readonly job: QueuedJob;
  /** A job that takes its worker down is tried on one other, then refused: it may be the cause. */
  attemptsLeft: number;
  /** Runs while a thread works on it. */
  limit?: NodeJS.Timeout;
  resolve(result: ResultOf[QueuedJob['type']]): void;
  reject(error: Error): void;
}

const STOPPING = 'the server is stopping';

const RESPAWN_DELAY_MS = 200;
const MOST_RELOAD_DELAY_MS = 60_000;

/** Drawings that a thread has at a time: the next one lies there when it is done with one, so that under load it never sleeps. */
const AT_A_THREAD = 4;

/**
 * Worker threads, each with every loaded session, and one queue before them. `session.run` and loading
 * are synchronous inside, so each thread works off its jobs one after the other, and one thread at a time
 * loads.
 */
export class InferencePool {
  /** The files themselves, so that a thread can be replaced without disk or database. */
  private readonly loaded = new Map<string, LoadedFile>();
  /** Memories that the threads search. */
  private readonly attached = new Map<number, MemoryHandle>();
  private lastMemoryId = 0;
  /** With the jobs that they have, the first of which they work on. */
  private readonly threads = new Map<WorkerThread, Queued[]>();
  /** Threads that take no job now: they start or load. */
  private readonly occupied = new Map<WorkerThread, number>();
  /** Sessions that a thread could not load, and loads later. */
  private readonly missing = new Map<WorkerThread, Set<string>>();
  private readonly queue: Queued[] = [];
  private readonly closing = new AbortController();
  private closed = false;

  constructor(private readonly options: InferencePoolOptions) {}

  start(): void {
    for (let count = 0; count < this.options.threads; count++) void this.spawn();
  }

  /** Jobs that wait for a thread. */
  get waiting(): number {
    return this.queue.length;
  }

  /** Ids of the loaded sessions. */
  get sessions(): readonly string[] {
    return [...this.loaded.keys()];
  }

  /**
   * Loads an ONNX file into every thread, one after the other, so that the rest goes on answering.
   *
   * @param bytes kept until `release`, as the words are
   * @param sharedWords expected of free text, where the file reads lines
   */
  async load(
    sessionId: string,
    bytes: Uint8Array,
    kind: SessionKind = 'glyph',
    sharedWords?: SharedWords,
  ): Promise<void> {
    const file = { bytes, kind, sharedWords };
    this.loaded.set(sessionId, file);
    try {
      for (const thread of [...this.threads.keys()]) {
        await this.occupy(thread, () =>
          ignoreLost(thread.call({ type: 'load', versionId: sessionId, ...file })),
        );
      }
    } catch (error) {
      await this.release(sessionId);
      throw error;
    }
  }

  async release(sessionId: string): Promise<void> {
    this.loaded.delete(sessionId);
    await Promise.all(
      [...this.threads.keys()].map((thread) =>
        ignoreLost(thread.call({ type: 'release', versionId: sessionId })),
      ),
    );
  }

  /** How many threads there are, when all are well: as many readers a memory needs. */
  get size(): number {
    return this.options.threads;
  }

  /** Lets every thread search a memory. @returns its id for jobs */
  attach(handle: MemoryHandle): number {
    const memoryId = ++this.lastMemoryId;
    this.attached.set(memoryId, handle);
    for (const thread of this.threads.keys()) {
      // Before any job that names it: a thread works off its messages in order.
      const { reader } = thread;
      void ignoreLost(thread.call({ type: 'attach', memoryId, handle, reader }));
    }
    return memoryId;
  }

  /** After the last job that names it. */
  detach(memoryId: number): void {
    this.attached.delete(memoryId);
    for (const thread of this.threads.keys()) {
      void ignoreLost(thread.call({ type: 'detach', memoryId }));
    }
  }

  /** @throws ProblemError `busy` when too many wait */
  run<T extends QueuedJob>(job: T): Promise<ResultOf[T['type']]> {
    if (this.queue.length >= (this.options.queueLimit ?? 1000)) {
      const detail = 'Too many drawings are waiting. Send it again in a moment.';
      return Promise.reject(new ProblemError('busy', detail, { headers: { 'retry-after': '1' } }));
    }
    return this.enqueue(job, (queued) => this.queue.push(queued));
  }

  /** The rest of something that had its turn: it comes before what waits. */
  runNext<T extends QueuedJob>(job: T): Promise<ResultOf[T['type']]> {
    return this.enqueue(job, (queued) => this.queue.unshift(queued));
  }

  async close(): Promise<void> {
    this.closed = true;
    this.closing.abort();
    for (const { reject } of this.queue.splice(0)) reject(new Error(STOPPING));
    await Promise.all([...this.threads.keys()].map((thread) => thread.end()));
  }

  private enqueue<T extends QueuedJob>(
    job: T,
    add: (queued: Queued) => void,
  ): Promise<ResultOf[T['type']]> {
    if (this.closed) return Promise.reject(new Error(STOPPING));
    return new Promise((resolve, reject) => {
      add({ job, attemptsLeft: 2, resolve: resolve as Queued['resolve'], reject });
      this.dispatch();
    });
  }

  private async spawn(): Promise<void> {
    const reader = this.freeReader();
    const thread = new WorkerThread(this.options.worker, () => this.onLost(thread), reader);
    this.threads.set(thread, []);
    await this.occupy(thread, async () => {
      try {
        // Starting takes its time, which is no job's fault.
        await thread.call({ type: 'ping' });
        for (const [memoryId, handle] of this.attached)
          await thread.call({ type: 'attach', memoryId, handle, reader });
        // A session that is loaded while these are goes to this thread as well: it is in `threads`.
        for (const sessionId of this.sessions) await this.restore(thread, sessionId);
      } catch {
        await thread.stop();
      }
    });
  }

  /** The number of a thread that was lost goes to the one in its place. */
  private freeReader(): number {
    const taken = new Set([...this.threads.keys()].map(({ reader }) => reader));
    let reader = 0;
    while (taken.has(reader)) reader++;
    return reader;
  }

  /** One that can't be loaded again, for want of memory say, must not keep the others from being served. */
  private async restore(
    thread: WorkerThread,
    sessionId: string,
    delayMs = this.options.reloadDelayMs ?? 1000,
  ): Promise<void> {
    const file = this.loaded.get(sessionId);
    // Released meanwhile.
    if (!file) return;
    const missing = this.missing.get(thread) ?? new Set();
    this.missing.set(thread, missing);
    try {
      await thread.call({ type: 'load', versionId: sessionId, ...file });
      missing.delete(sessionId);
      if (!this.loaded.has(sessionId)) await thread.call({ type: 'release', versionId: sessionId });
    } catch (error) {
      if (error instanceof WorkerLostError) throw error;
      missing.add(sessionId);
      this.options.onLoadFailed?.(sessionId, error as Error);
      void this.restoreLater(thread, sessionId, delayMs);
    }
  }

  private async restoreLater(
    thread: WorkerThread,
    sessionId: string,
    delayMs: number,
  ): Promise<void> {
    const { signal } = this.closing;
    await wait(delayMs, undefined, { ref: false, signal }).catch(() => undefined);
    if (this.closed || !this.threads.has(thread)) return;
    const nextDelayMs = Math.min(2 * delayMs, MOST_RELOAD_DELAY_MS);
    await this.occupy(thread, () => ignoreLost(this.restore(thread, sessionId, nextDelayMs)));
  }

  /** The thread gets no further job before `work` has ended. */
  private async occupy(thread: WorkerThread, work: () => Promise<void>): Promise<void> {
    this.occupied.set(thread, (this.occupied.get(thread) ?? 0) + 1);
    try {
      await work();
    } finally {
      const others = this.occupied.get(thread)! - 1;
      if (others > 0) this.occupied.set(thread, others);
      else this.occupied.delete(thread);
      this.dispatch();
    }
  }

  private onLost(thread: WorkerThread): void {
    const jobs = this.threads.get(thread)!;
    this.threads.delete(thread);
    this.missing.delete(thread);
    // The others had not begun.
    if (jobs[0]) {
      jobs[0].attemptsLeft--;
      clearTimeout(jobs[0].limit);
    }
    for (const job of jobs.reverse()) {
      if (job.attemptsLeft > 0 && !this.closed) this.queue.unshift(job);
      else job.reject(new WorkerLostError('a worker ended'));
    }
    if (this.closed) return;
    this.dispatch();
    this.options.onWorkerLost?.();
    // The pause keeps a worker that can't start from using up the machine.
    void wait(RESPAWN_DELAY_MS, undefined, { ref: false }).then(() => {
      if (!this.closed) return this.spawn();
    });
  }

  private dispatch(): void {
    for (let at = 0; at < this.queue.length;) {
      const queued = this.queue[at]!;
      const thread = this.freest(this.threadsFor(queued.job));
      if (thread) {
        this.queue.splice(at, 1);
        void this.work(thread, queued);
      } else if (this.freest(this.threads.keys())) at++;
      else return;
    }
  }

  /** Those that have its sessions; all of them where none has: then it fails, and says why. */
  private threadsFor(job: QueuedJob): readonly WorkerThread[] {
    const threads = [...this.threads.keys()];
    const sessions = sessionsOf(job);
    const able = threads.filter(
      (thread) => !sessions.some((sessionId) => this.missing.get(thread)?.has(sessionId)),
    );
    return able.length > 0 ? able : threads;
  }

  /** The thread with the fewest jobs of those that take one more. */
  private freest(threads: Iterable<WorkerThread>): WorkerThread | undefined {
    let [freest, fewest] = [undefined as WorkerThread | undefined, AT_A_THREAD];
    for (const thread of threads) {
      const jobs = this.threads.get(thread)!;
      const takesOne = jobs.length < fewest && !this.occupied.has(thread) && jobs.every(isShort);
      if (takesOne) [freest, fewest] = [thread, jobs.length];
    }
    return freest;
  }

  private async work(thread: WorkerThread, queued: Queued): Promise<void> {
    const jobs = this.threads.get(thread)!;
    jobs.push(queued);
    if (jobs.length === 1) this.limit(thread, queued);
    try {
      queued.resolve(await thread.call(queued.job));
    } catch (error) {
      // Then `onLost` has seen to it.
      if (error instanceof WorkerLostError) return;
      queued.reject(error as Error);
    }
    clearTimeout(queued.limit);
    jobs.shift();
    if (jobs[0]) this.limit(thread, jobs[0]);
    this.dispatch();
  }

  /** From when the thread works on a job. */
  private limit(thread: WorkerThread, queued: Queued): void {
    const milliseconds = this.options.jobLimitMs ?? 30_000;
    queued.limit = setTimeout(() => void thread.stop(), milliseconds);
  }
}

/** Batches may take long: nothing is put behind them. */
const isShort = ({ job }: Queued): boolean => job.type === 'recognise';

/** A line may be read with two of them. */
const sessionsOf = (job: QueuedJob): readonly string[] =>
  job.type === 'line' && job.second ? [job.versionId, job.second.versionId] : [job.versionId];

/** A thread that ends meanwhile is replaced by one that has the right versions. */
async function ignoreLost(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof WorkerLostError)) throw error;
  }
}
