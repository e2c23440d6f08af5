import { fork, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { needsMoreMemory, tooBusy, tookTooMuch, unreadable } from '../picture-limits.js';
import type { ReadPicture } from '../read-options.js';
import type { PictureFile, PictureReader } from '../queue/picture-queue.js';
import { EXIT_TOOK_TOO_MUCH, READY, STANDS_BACK, type ReadRequest } from './protocol.js';
import { resultOf, type ReadReply } from '../queue/reply.js';

/** Which file the processes run, and with which Node options. */
export interface ProcessSource {
  readonly url: URL;
  readonly execArgv?: readonly string[];
  /** Other sessions go first. Not in tests, which take all of the machine. */
  readonly standsBack?: boolean;
}

/** What decoders need of the environment; the server's settings are none of their business. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'LANG', 'LD_LIBRARY_PATH', 'SystemRoot'];

/** After so many pictures a new process takes over: what decoders leak is given back. */
const MOST_PICTURES = 5000;

/** Longer than any machine takes to start one. */
const START_LIMIT_MS = 30_000;

const KILLED_BY_SYSTEM =
  'a picture process was killed by the system (SIGKILL), most likely since memory ran out: give the server more, or set fewer PICTURE_PROCESSES';

interface Started {
  readonly child: ChildProcess;
  /** Rejected when it ends before. */
  readonly ready: Promise<void>;
}

interface Current {
  readonly file: Uint8Array;
  resolve(result: ReadPicture): void;
  reject(error: Error): void;
}

/**
 * A process that reads one picture after another, started when the first one comes. A decoder that hangs, crashes or
 * takes all memory takes nothing else with it, and its threads are not the server's.
 */
export class PictureProcess implements PictureReader<ReadPicture> {
  private started: Started | undefined;
  private current: Current | undefined;
  private count = 0;

  constructor(
    private readonly source: ProcessSource,
    private readonly onFailure: (reason: string) => void,
  ) {}

  /**
   * @throws ProblemError `too_large` when it takes too much memory, or of the processor, or the system ends its process
   * @throws ProblemError `busy` when it takes longer than `limitMs` by the clock
   * @throws ProblemError `unreadable_picture`, or InkError
   */
  async run({ bytes, options }: PictureFile, limitMs: number): Promise<ReadPicture> {
    const { child, ready } = (this.started ??= this.start());
    // Starting takes its time, which is no picture's fault.
    await ready;
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
    try {
      return await new Promise<ReadPicture>((resolve, reject) => {
        this.current = { file: bytes, resolve, reject };
        const request: ReadRequest = { size: bytes.length, options };
        child.send(request, (error) => {
          if (error) reject(new Error('a picture process cannot be reached', { cause: error }));
        });
        child.stdin!.write(bytes);
      });
    } finally {
      clearTimeout(timer);
      this.current = undefined;
      if (++this.count >= MOST_PICTURES) this.stop();
    }
  }

  stop(): void {
    this.started?.child.kill('SIGKILL');
    this.started = undefined;
  }

  warmUp(): void {
    this.started ??= this.start();
  }

  private start(): Started {
    this.count = 0;
    const child = forkProcess(this.source);
    const ready = new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS);
      child.on('message', (message: ReadReply | typeof READY) => {
        clearTimeout(limit);
        if (message === READY) resolve();
        else this.settle(message);
      });
      const onLost = (error: Error): void => {
        clearTimeout(limit);
        if (this.started?.child === child) this.started = undefined;
        this.current?.reject(error);
        reject(error);
      };
      child.on('exit', (code, signal) => onLost(this.lossOf(child, code, signal)));
      // It could not be started: no 'exit' follows.
      child.on('error', (error) => onLost(isShortOfFiles(error) ? tooBusy() : error));
      // It ended before it had read all of a file: 'exit' tells why.
      child.stdin?.on('error', () => undefined);
    });
    // One that is only warmed up is waited for by nobody.
    ready.catch(() => undefined);
    return { child, ready };
  }

  private settle(reply: ReadReply): void {
    const { current } = this;
    if (!current) return;
    try {
      current.resolve(resultOf(reply, current.file));
    } catch (error) {
      current.reject(error as Error);
    }
  }

  private lossOf(child: ChildProcess, code: number | null, signal: NodeJS.Signals | null): Error {
    if (code === EXIT_TOOK_TOO_MUCH) return tookTooMuch();
    if (signal === 'SIGKILL') {
      // By this server, for the time that it took.
      if (child.killed) return tooBusy();
      this.onFailure(KILLED_BY_SYSTEM);
      // One that had no picture yet was killed for what others take.
      return this.current ? needsMoreMemory() : tooBusy();
    }
    this.onFailure(`a picture process ended (${signal ?? code})`);
    return unreadable('The picture breaks its decoder. Save it again, or send another one.');
  }
}

const isShortOfFiles = ({ code }: NodeJS.ErrnoException): boolean =>
  code === 'EMFILE' || code === 'ENFILE';

function forkProcess({ url, execArgv = [], standsBack = false }: ProcessSource): ChildProcess {
  const child = fork(fileURLToPath(url), standsBack ? [STANDS_BACK] : [], {
    serialization: 'advanced',
    execArgv: [...execArgv],
    stdio: ['pipe', 'ignore', 'inherit', 'ipc'],
    // A session of its own, which can stand back as a whole, see stand-back.ts.
    detached: true,
    env: {
      ...Object.fromEntries(PASSED_ON.map((name) => [name, process.env[name]])),
      // One arena of memory, so that what is freed goes back to the system.
      MALLOC_ARENA_MAX: '1',
      UV_THREADPOOL_SIZE: '2',
    },
  });
  // Waiting for it keeps no server from ending.
  child.unref();
  child.channel?.unref();
  // Without room for another file, as with too many connections, it has none, and 'error' follows.
  (child.stdin as Socket | undefined)?.unref();
  return child;
}
