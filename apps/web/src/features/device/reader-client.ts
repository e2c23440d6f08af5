import type { Failure, Job, Reply, ResultOf } from './worker/protocol';

/** What the worker could not do. */
export class DeviceFailure extends Error {
  override readonly name = 'DeviceFailure';

  constructor({ message, code }: Failure) {
    super(message);
    this.code = code;
  }

  /** `away`: something is missing here that only the server has. */
  readonly code: Failure['code'];
}

interface Waiting {
  resolve(result: ResultOf[Job['type']]): void;
  reject(error: Error): void;
}

/** Asks the worker that reads; it starts with the first job, and anew when it broke. */
export function createReaderClient(start: () => Worker) {
  let worker: Worker | undefined;
  let lastId = 0;
  const waiting = new Map<number, Waiting>();

  function open(): Worker {
    if (worker) return worker;
    worker = start();
    worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => settle(data));
    worker.addEventListener('error', () => lose());
    return worker;
  }

  function settle(reply: Reply): void {
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('result' in reply) asked?.resolve(reply.result);
    else asked?.reject(new DeviceFailure(reply.failure));
  }

  /** Its script did not come, or it ran out of memory. */
  function lose(): void {
    worker?.terminate();
    worker = undefined;
    const failure = { code: 'away', message: 'The reader on this device stopped.' } as const;
    for (const { reject } of waiting.values()) reject(new DeviceFailure(failure));
    waiting.clear();
  }

  function ask<J extends Job>(job: J): Promise<ResultOf[J['type']]> {
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      open().postMessage({ id, job });
    });
  }

  return { ask };
}
