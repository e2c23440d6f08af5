import { addressOfModel, type FileStore, type KeptVersion } from './file-store';
import { getCard, getChampion } from './server';

/** A newer version is looked for this often at most. */
const LOOK_EVERY_MS = 10 * 60 * 1000;

/** A version that was opened and checked here. */
interface OpenVersion {
  readonly file: { readonly id: string };
  readonly session: { release(): Promise<void> };
}

interface ShelfOptions<Kept extends KeptVersion, Model extends OpenVersion> {
  readonly network: Kept['network'];
  readonly files: FileStore;
  /** @throws SelfCheckError where it does not compute what its card says */
  readonly open: (kept: Kept, onnx: Uint8Array) => Promise<Model>;
  /** Brings up to date what is read with beside the version: with each look for a newer one, and when it was put into service. */
  readonly refresh: () => Promise<void>;
}

/** A network as it lies here: what is there answers at once; what is newer takes its place once it was downloaded and checked. */
export class VersionShelf<Kept extends KeptVersion, Model extends OpenVersion> {
  private current: Model | undefined;
  private opening: Promise<Model> | undefined;
  private lookedMs = 0;

  constructor(private readonly options: ShelfOptions<Kept, Model>) {}

  /** The version that answers, where one was opened. */
  get model(): Model | undefined {
    return this.current;
  }

  async isKept(): Promise<boolean> {
    return (
      this.current !== undefined ||
      (await this.options.files.described(this.options.network)) !== undefined
    );
  }

  /** Opens what lies here, or downloads it. */
  async ready(): Promise<Model> {
    const model = this.current ?? (await this.open());
    if (Date.now() - this.lookedMs > LOOK_EVERY_MS) {
      this.lookedMs = Date.now();
      // Where the server is away, what lies here reads on.
      void this.update(model).catch(() => undefined);
    }
    return model;
  }

  async close(): Promise<void> {
    await this.current?.session.release();
    this.current = undefined;
    this.lookedMs = 0;
  }

  private open(): Promise<Model> {
    this.opening ??= this.openKept()
      .then((kept) => kept ?? this.openNewest())
      .finally(() => (this.opening = undefined));
    return this.opening;
  }

  /** `undefined` where nothing lies here that opens: no description, none with its file, or a file that is broken. */
  private async openKept(): Promise<Model | undefined> {
    const { network, files, open } = this.options;
    const kept = (await files.described(network)) as Kept | undefined;
    const onnx = kept && (await files.find(addressOfModel(kept.id), kept.bytes));
    // The newest takes the place of one that does not open, and would never be fetched behind it.
    this.current = onnx && (await open(kept, onnx).catch(() => undefined));
    return this.current;
  }

  private async openNewest(): Promise<Model> {
    const { network, files, open, refresh } = this.options;
    const { id, version, bytes } = await getChampion(network);
    this.lookedMs = Date.now();
    const newest = { id, network, version, bytes, card: await getCard(id) } as Kept;
    const file = await files.fetch(addressOfModel(id), bytes);
    const model = await open(newest, file.bytes);
    await files.keep(network, newest, file);
    this.current = model;
    await refresh().catch(() => undefined);
    return model;
  }

  private async update(model: Model): Promise<void> {
    await this.options.refresh();
    if ((await getChampion(this.options.network)).id === model.file.id) return;
    await this.openNewest();
    await model.session.release();
  }
}
