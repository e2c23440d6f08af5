import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import yauzl from 'yauzl';

const WINDOW_BYTES = 256 * 1024;

/** One moves along the directory of a zip, one along its members. */
const WINDOWS = 2;

interface Window {
  readonly start: number;
  /** Fewer than `WINDOW_BYTES` at the end of the file. */
  readonly bytes: Promise<Buffer>;
}

/**
 * A file for yauzl, read in large pieces: a line of a zip's directory and a small member have some hundred bytes, lie
 * beside the next ones, and cost two calls of the file system each if they are fetched by themselves.
 */
export class WindowedFile extends yauzl.RandomAccessReader {
  /** That used last first. */
  private windows: readonly Window[] = [];

  private constructor(
    private readonly file: FileHandle,
    readonly size: number,
  ) {
    super();
  }

  /** @throws Error where the file can't be read */
  static async open(path: string): Promise<WindowedFile> {
    const file = await open(path);
    try {
      return new WindowedFile(file, (await file.stat()).size);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Calls back with the number of bytes read, which is less than `length` at the end of the file. */
  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    void this.copy(buffer.subarray(offset, offset + length), position).then(
      (bytesRead) => callback(null, bytesRead),
      callback,
    );
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.pieces(start, end), { objectMode: false });
  }

  override close(callback: (error: Error | null) => void): void {
    void this.file.close().then(() => callback(null), callback);
  }

  /**
   * What lies there, in one piece.
   *
   * @returns less than `length` at the end of the file
   */
  async bytesAt(position: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length);
    return bytes.subarray(0, await this.copy(bytes, position));
  }

  /** A loop of its own, not over `pieces`: it is done several times for each of a million members. */
  private async copy(target: Buffer, position: number): Promise<number> {
    let copied = 0;
    while (copied < target.length) {
      const piece = await this.pieceAt(position + copied, target.length - copied);
      if (piece.length === 0) break;
      copied += piece.copy(target, copied);
    }
    return copied;
  }

  /** From `start` to `end`, or to the end of the file. */
  private async *pieces(start: number, end: number): AsyncGenerator<Buffer> {
    for (let at = start; at < end;) {
      const piece = await this.pieceAt(at, end - at);
      if (piece.length === 0) return;
      at += piece.length;
      yield piece;
    }
  }

  /** At most so many bytes, as far as they lie in one window; none behind the end of the file. */
  private async pieceAt(position: number, most: number): Promise<Buffer> {
    const { start, bytes } = this.windowAt(position);
    return (await bytes).subarray(position - start, position - start + most);
  }

  private windowAt(position: number): Window {
    const start = position - (position % WINDOW_BYTES);
    const window = this.windows.find((one) => one.start === start) ?? {
      start,
      bytes: this.fetch(start),
    };
    const others = this.windows.filter((one) => one !== window);
    this.windows = [window, ...others].slice(0, WINDOWS);
    return window;
  }

  private async fetch(start: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafeSlow(Math.min(WINDOW_BYTES, Math.max(0, this.size - start)));
    const { bytesRead } = await this.file.read(bytes, 0, bytes.length, start);
    return bytes.subarray(0, bytesRead);
  }
}
