import { tooBusy } from '../picture-limits.js';
import type { ReadOptions } from '../read-options.js';

/** A file to read. */
export interface PictureFile {
  readonly bytes: Uint8Array;
  readonly options: ReadOptions;
}

/** Reads one picture after another. */
export interface PictureReader<T> {
  /** Gives up what takes longer than `limitMs` by the clock: with ProblemError `busy`, or by leaving it to another reader. */
  run(file: PictureFile, limitMs: number): Promise<T>;
  /** Starts before there is a picture, so that the first one does not wait. */
  warmUp(): void;
  stop(): void;
}

export interface PictureQueueOptions<T> {
  /** Several where dear pictures may come, so that one is left while such a one is read. */
  readonly readers: readonly PictureReader<T>[];
  /** Most cheap ones that wait; further ones are refused as `busy`. @defaultValue 64 */
  readonly cheapLimit?: number;
  /** The same for dear ones. @defaultValue 4 */
  readonly dearLimit?: number;
  /** Most bytes that wait. @defaultValue 64 MB */
  readonly bytesLimit?: number;
  /** What waits longer is refused as `busy`. @defaultValue 3000 */
  readonly waitLimitMs?: number;
  /** What takes longer by the clock is given up. @defaultValue 60000 */
  readonly readLimitMs?: number;
}

const DEFAULTS = {
  cheapLimit: 64,
  dearLimit: 4,
  bytesLimit: 64 * 1024 * 1024,
  waitLimitMs: 3000,
  readLimitMs: 60_000,
};

interface Waiting<T> {
  readonly file: PictureFile;
  readonly isDear: boolean;
  readonly timer: NodeJS.Timeout;
  resolve(result: T): void;
  reject(error: Error): void;
}

/**
 * Pictures wait here for one of some readers, in the order in which they came. Dear ones take one reader at most, so that
 * the others go on; what would wait for long is refused at once, so that nothing piles up.
 */
export class PictureQueue<T> {
  private readonly idle: PictureReader<T>[];
  private readonly readers: readonly PictureReader<T>[];
  private readonly limits: typeof DEFAULTS;
  private waiting: Waiting<T>[] = [];
  private readsDear = false;
  private closed = false;

  constructor({ readers, ...limits }: PictureQueueOptions<T>) {
    this.limits = { ...DEFAULTS, ...limits };
    this.readers = readers;
    this.idle = [...readers];
  }

  warmUp(): void {
    for (const each of this.readers) each.warmUp();
  }

  /**
   * @throws ProblemError `busy` when it would have to wait for too long
   * @throws what reading it throws
   */
  read(file: PictureFile, isDear: boolean): Promise<T> {
    if (this.closed) return Promise.reject(new Error('the server is stopping'));
    if (this.isFull(file, isDear)) return Promise.reject(tooBusy());
    return new Promise((resolve, reject) => {
      const waiting: Waiting<T> = {
        file,
        isDear,
        timer: setTimeout(() => {
          this.waiting = this.waiting.filter((other) => other !== waiting);
          reject(tooBusy());
        }, this.limits.waitLimitMs),
        resolve,
        reject,
      };
      this.waiting.push(waiting);
      this.dispatch();
    });
  }

  close(): void {
    this.closed = true;
    for (const { reject, timer } of this.waiting.splice(0)) {
      clearTimeout(timer);
      reject(new Error('the server is stopping'));
    }
    for (const each of this.readers) each.stop();
  }

  private isFull({ bytes }: PictureFile, isDear: boolean): boolean {
    const alike = this.waiting.filter((other) => other.isDear === isDear).length;
    const waitingBytes = this.waiting.reduce((sum, other) => sum + other.file.bytes.length, 0);
    return (
      alike >= (isDear ? this.limits.dearLimit : this.limits.cheapLimit) ||
      (alike > 0 && waitingBytes + bytes.length > this.limits.bytesLimit)
    );
  }

  private dispatch(): void {
    while (this.idle.length > 0) {
      const at = this.waiting.findIndex(({ isDear }) => !isDear || !this.readsDear);
      if (at < 0) return;
      void this.work(this.idle.pop()!, this.waiting.splice(at, 1)[0]!);
    }
  }

  private async work(reader: PictureReader<T>, waiting: Waiting<T>): Promise<void> {
    clearTimeout(waiting.timer);
    if (waiting.isDear) this.readsDear = true;
    try {
      waiting.resolve(await reader.run(waiting.file, this.limits.readLimitMs));
    } catch (error) {
      waiting.reject(error as Error);
    } finally {
      if (waiting.isDear) this.readsDear = false;
      this.idle.push(reader);
      this.dispatch();
    }
  }
}
