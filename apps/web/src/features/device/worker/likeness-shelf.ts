import { openSession, type Engine, type LikenessReader } from '@inkling/recognizer';
import { addressOfLikeness, type FileStore, type KeptLikeness, type NamedFile } from './file-store';
import { inTurn } from './in-turn';
import { getLikeness } from './server';

/** The network that tells what is a character at all, as it lies here. It is no more than a help: without it all is read. */
export class LikenessShelf {
  private opened: Promise<LikenessReader | undefined> | undefined;

  constructor(
    private readonly engine: () => Promise<Engine>,
    private readonly files: FileStore,
  ) {}

  /** `undefined` where the server runs without it, or it can't be had now. */
  ready(): Promise<LikenessReader | undefined> {
    this.opened ??= this.open().catch(() => {
      // The next reading asks again.
      this.opened = undefined;
      return undefined;
    });
    return this.opened;
  }

  /** Another release may bring another one. */
  async update(): Promise<void> {
    const [known, newest] = await Promise.all([this.files.described('likeness'), newestOne()]);
    if (!newest || newest.sha256 === known?.sha256) return;
    await this.files.keep('likeness', newest, await this.fetched(newest));
    await this.close();
  }

  async close(): Promise<void> {
    const former = await this.opened;
    this.opened = undefined;
    await former?.session.release();
  }

  private async open(): Promise<LikenessReader | undefined> {
    const known = await this.files.described('likeness');
    const onnx = known && (await this.files.find(addressOfLikeness(known.sha256), known.bytes));
    if (onnx) return this.readerOf(known, onnx);
    const newest = await newestOne();
    if (!newest) return undefined;
    const file = await this.fetched(newest);
    const reader = await this.readerOf(newest, file.bytes);
    await this.files.keep('likeness', newest, file);
    return reader;
  }

  private async readerOf({ limits }: KeptLikeness, onnx: Uint8Array): Promise<LikenessReader> {
    return { session: inTurn(await openSession(await this.engine(), onnx)), limits };
  }

  private fetched({ sha256, bytes }: KeptLikeness): Promise<NamedFile> {
    return this.files.fetch(addressOfLikeness(sha256), bytes);
  }
}

async function newestOne(): Promise<KeptLikeness | undefined> {
  const found = await getLikeness();
  return found && { sha256: found.sha256, bytes: found.bytes, limits: found.card.limits };
}
