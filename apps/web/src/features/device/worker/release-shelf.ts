import { openSession, type Engine, type NetworkSession } from '@inkling/recognizer';
import { addressOfHelper, type FileStore, type KeptHelpers, type NamedFile } from './file-store';
import { inTurn } from './in-turn';

/** A network that helps those that read: where it is told of, and what is made of it. */
export interface Helper<N extends keyof KeptHelpers, Reader> {
  readonly name: N;
  /** As the server has it now; `undefined` where it runs without it. */
  readonly newest: () => Promise<KeptHelpers[N] | undefined>;
  readonly readerOf: (session: NetworkSession, kept: KeptHelpers[N]) => Reader;
}

/** A network of the release that helps those that read, as it lies here: without it all is read. */
export class ReleaseShelf<N extends keyof KeptHelpers, Reader extends { session: NetworkSession }> {
  private opened: Promise<Reader | undefined> | undefined;

  constructor(
    private readonly engine: () => Promise<Engine>,
    private readonly files: FileStore,
    private readonly helper: Helper<N, Reader>,
  ) {}

  /** `undefined` where the server runs without it, or it can't be had now. */
  ready(): Promise<Reader | undefined> {
    this.opened ??= this.open().catch(() => {
      // The next reading asks again.
      this.opened = undefined;
      return undefined;
    });
    return this.opened;
  }

  /** Another release may bring another one. */
  async update(): Promise<void> {
    const { name, newest: ask } = this.helper;
    const [known, newest] = await Promise.all([this.files.described(name), ask()]);
    if (!newest || newest.sha256 === known?.sha256) return;
    await this.files.keep(name, newest, await this.fetched(newest));
    await this.close();
  }

  async close(): Promise<void> {
    const former = await this.opened;
    this.opened = undefined;
    await former?.session.release();
  }

  private async open(): Promise<Reader | undefined> {
    const { name, newest: ask } = this.helper;
    const known = await this.files.described(name);
    const onnx = known && (await this.files.find(addressOfHelper(name, known.sha256), known.bytes));
    if (onnx) return this.readerOf(known, onnx);
    const newest = await ask();
    if (!newest) return undefined;
    const file = await this.fetched(newest);
    const reader = await this.readerOf(newest, file.bytes);
    await this.files.keep(name, newest, file);
    return reader;
  }

  private async readerOf(kept: KeptHelpers[N], onnx: Uint8Array): Promise<Reader> {
    return this.helper.readerOf(inTurn(await openSession(await this.engine(), onnx)), kept);
  }

  private fetched({ sha256, bytes }: KeptHelpers[N]): Promise<NamedFile> {
    return this.files.fetch(addressOfHelper(this.helper.name, sha256), bytes);
  }
}
