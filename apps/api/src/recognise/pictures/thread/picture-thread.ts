import { Worker } from 'node:worker_threads';
import type { PictureFile, PictureReader } from '../queue/picture-queue.js';
import { resultOf } from '../queue/reply.js';
import type { ReadPicture } from '../read-options.js';
import type { PlainReply, PlainRequest } from './protocol.js';

/** Which file the threads run, and with which Node options. */
export interface ThreadSource {
  readonly url: URL;
  readonly execArgv?: readonly string[];
}

interface Sent {
  readonly file: Uint8Array;
  resolve(result: ReadPicture | undefined): void;
  reject(error: Error): void;
}

interface Started {
  readonly worker: Worker;
  /** In the order in which they are answered. */
  readonly sent: Sent[];
}

/**
 * A thread that reads one small plain PNG after another, started when the first one comes. To a process a picture goes
 * through two pipes, which takes longer than reading a drawing; what reads it here is nothing that could take the
 * server down.
 */
export class PictureThread implements PictureReader<ReadPicture | undefined> {
  private started: Started | undefined;

  constructor(private readonly source: ThreadSource) {}

  /**
   * May be called again before it has answered: then the next picture lies there when the thread is done with one.
   *
   * @returns `undefined` for a file that is not a small plain PNG, or where the thread was lost or took longer
   * @throws InkError
   */
  async run({ bytes, options }: PictureFile, limitMs: number): Promise<ReadPicture | undefined> {
    const { worker, sent } = (this.started ??= this.start());
    // A copy of its own, which goes over without another one: the file may lie in a larger piece of memory.
    const file = new Uint8Array(bytes);
    const timer = setTimeout(() => this.stop(), limitMs);
    try {
      return await new Promise((resolve, reject) => {
        sent.push({ file: bytes, resolve, reject });
        worker.postMessage({ file, options } satisfies PlainRequest, [file.buffer]);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  warmUp(): void {
    this.started ??= this.start();
  }

  stop(): void {
    void this.started?.worker.terminate();
    this.started = undefined;
  }

  private start(): Started {
    const { url, execArgv } = this.source;
    const worker = new Worker(url, {
      resourceLimits: { maxYoungGenerationSizeMb: 12 },
      ...(execArgv && { execArgv: [...execArgv] }),
    });
    const sent: Sent[] = [];
    worker.unref();
    worker.on('message', (reply: PlainReply) => settle(sent.shift()!, reply));
    // An 'error' is always followed by 'exit'; without a listener it would end the process.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      if (this.started?.worker === worker) this.started = undefined;
      for (const { resolve } of sent.splice(0)) resolve(undefined);
    });
    return { worker, sent };
  }
}

function settle({ file, resolve, reject }: Sent, reply: PlainReply): void {
  try {
    resolve(reply && resultOf(reply, file));
  } catch (error) {
    reject(error as Error);
  }
}
