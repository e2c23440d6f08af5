import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { InkError } from '@inkling/ink';
import type { Job, Reply, Request, ResultOf } from './protocol.js';

/** The worker ended while it had work; the work itself may be fine. */
export class WorkerLostError extends Error {
  override readonly name = 'WorkerLostError';
}

/** Which file the workers run, and with which Node options. */
export interface WorkerSource {
  readonly url: URL;
  readonly execArgv?: readonly string[];
  /** 0 to 19: how far the thread stands back behind others, where the system can say that of a thread. */
  readonly niceness?: number;
}

interface Waiting {
  resolve(result: ResultOf[keyof ResultOf]): void;
  reject(error: Error): void;
}

/** Of a network's opening it is many times; what takes longer hangs. */
const END_WITHIN_MS = 2000;

/** One worker thread as functions that return promises. */
export class WorkerThread {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 0;
  private lost = false;

  /** @param reader which reader of a memory the thread is */
  constructor(
    source: WorkerSource,
    onLost: (thread: WorkerThread) => void,
    readonly reader = 0,
  ) {
    this.worker = new Worker(source.url, {
      workerData: { niceness: source.niceness },
      ...(source.execArgv && { execArgv: [...source.execArgv] }),
    });
    this.worker.on('message', (reply: Reply) => this.settle(reply));
    // An 'error' is always followed by 'exit'; without a listener it would end the process.
    this.worker.on('error', () => undefined);
    this.worker.on('exit', () => {
      this.lost = true;
      for (const { reject } of this.waiting.values()) reject(new WorkerLostError('a worker ended'));
      this.waiting.clear();
      onLost(this);
    });
  }

  call<T extends Job>(job: T): Promise<ResultOf[T['type']]> {
    if (this.lost) return Promise.reject(new WorkerLostError('the worker has ended'));
    return new Promise((resolve, reject) => {
      const id = this.nextId++;
      this.waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.worker.postMessage({ id, job } satisfies Request);
    });
  }

  /**
   * Ends the thread when it is done with what it was told before, or after two seconds: one that is ended while the
   * engine opens or runs a network can take the process down.
   */
  async end(): Promise<void> {
    const isDone = this.call({ type: 'ping' }).catch(() => undefined);
    await Promise.race([isDone, wait(END_WITHIN_MS, undefined, { ref: false })]);
    await this.stop();
  }

  /** Ends the thread at once; what it was doing is rejected. */
  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private settle(reply: Reply): void {
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if (!waiting) return;
    if ('result' in reply) waiting.resolve(reply.result);
    else if ('inkError' in reply) waiting.reject(new InkError(reply.inkError));
    else waiting.reject(new Error(reply.failure));
  }
}
