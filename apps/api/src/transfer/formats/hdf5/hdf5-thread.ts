import { Worker } from 'node:worker_threads';
import { ImportFileError } from '../import-file.js';
import type { Hdf5Job, Hdf5Reply, Hdf5Request, Hdf5Results } from './hdf5-protocol.js';

/** Which file the threads run, and with which Node options. */
export interface Hdf5Source {
  readonly url: URL;
  readonly execArgv?: readonly string[];
}

export const BUILT_HDF5: Hdf5Source = { url: new URL('./hdf5.worker.js', import.meta.url) };

/** Injects it. */
export const HDF5_SOURCE = Symbol('HDF5_SOURCE');

interface Waiting {
  resolve(result: Hdf5Results[Hdf5Job['kind']]): void;
  reject(error: Error): void;
}

/** A thread with one HDF5 file, as functions that return promises. */
export class Hdf5Thread {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 0;
  private ended = false;

  constructor({ url, execArgv }: Hdf5Source) {
    this.worker = new Worker(url, { ...(execArgv && { execArgv: [...execArgv] }) });
    this.worker.on('message', (reply: Hdf5Reply) => this.settle(reply));
    // An 'error' is always followed by 'exit'; without a listener it would end the process.
    this.worker.on('error', () => undefined);
    this.worker.on('exit', () => this.lose());
    this.worker.unref();
  }

  /**
   * @throws ImportFileError where the file is to blame, also for an end of the thread: a broken file may bring it about
   * @throws Error with the system's `code` where the disk did not take what was written
   */
  call<T extends Hdf5Job>(job: T): Promise<Hdf5Results[T['kind']]> {
    if (this.ended) return Promise.reject(unreadable());
    return new Promise((resolve, reject) => {
      const id = this.nextId++;
      this.waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.worker.postMessage({ id, job } satisfies Hdf5Request);
    });
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private settle(reply: Hdf5Reply): void {
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if (!waiting) return;
    if ('result' in reply) waiting.resolve(reply.result);
    else if ('writeError' in reply) {
      const { message, code } = reply.writeError;
      waiting.reject(Object.assign(new Error(message), { code }));
    } else if ('fileError' in reply) waiting.reject(new ImportFileError(reply.fileError));
    else waiting.reject(unreadable(reply.failure));
  }

  private lose(): void {
    this.ended = true;
    for (const { reject } of this.waiting.values()) reject(unreadable());
    this.waiting.clear();
  }
}

const unreadable = (cause?: string): ImportFileError =>
  new ImportFileError(
    'The HDF5 file cannot be read: it is damaged, or too large a piece of it is packed as one. Save it again.',
    {
      cause,
    },
  );
