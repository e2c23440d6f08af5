import { NETWORKS, networkOfTask, type Engine, type Network } from '@inkling/recognizer';
import { DeviceModel } from './device-model';
import { DeviceReader } from './device-reader';
import type { FileStore, KeptModel } from './file-store';
import { likenessShelf, penShelf, type LikenessShelf, type PenShelf } from './helpers';
import { LinesDesk } from './lines-desk';
import { OwnSamples } from './own-samples';
import type { DeviceAlphabet, DeviceAnswer, DeviceState, Learned, ReadJob } from './protocol';
import type { SampleStore } from './sample-store';
import { NoAnswer } from './server';
import { VersionShelf } from './version-shelf';

/** What a device reads with: versions that lie here, and what its owner taught. */
export class DeviceDesk {
  readonly lines: LinesDesk;
  readonly likeness: LikenessShelf;
  private readonly pen: PenShelf;
  readonly samples: OwnSamples;
  private readonly reader = new DeviceReader();
  private readonly shelves: Readonly<Record<Network, VersionShelf<KeptModel, DeviceModel>>>;
  /** Answers whose labels wait to be sent; absent until the page said. */
  private waiting: ReadonlySet<string> | undefined;

  /** @param engine loaded when the first network is opened */
  constructor(
    private readonly engine: () => Promise<Engine>,
    private readonly files: FileStore,
    private readonly kept: SampleStore,
  ) {
    this.shelves = { digits: this.shelfOf('digits'), characters: this.shelfOf('characters') };
    this.likeness = likenessShelf(engine, files);
    this.pen = penShelf(engine, files);
    this.samples = new OwnSamples(kept, () => this.models());
    this.lines = new LinesDesk(engine, files, kept, this);
  }

  async read(job: ReadJob): Promise<DeviceAnswer> {
    const network = networkOfTask(job.task);
    const mayRead = !job.onlyKept || (await this.isKept(network));
    if (!mayRead) throw new NoAnswer(`There is no version of ${network} on this device.`);
    const model = await this.ready(network);
    const [likeness, pen, alphabet] = await Promise.all([
      this.likeness.ready(),
      this.pen.ready(),
      this.alphabetOf(job),
    ]);
    return this.reader.read(job, { model, likeness, pen }, alphabet);
  }

  /** @returns `undefined` where the answer is none of the last ones */
  async learn(answerId: string, label: string): Promise<Learned | undefined> {
    const sample = this.reader.sampleOf(answerId, label);
    if (!sample) return undefined;
    // Said anew of what the server has already: this is what counts now.
    await this.samples.removeOf(answerId);
    this.awaits(answerId);
    await this.samples.put([sample]);
    const all = [...(await this.samples.all()).values()];
    return this.reader.learned(sample, all.filter((one) => one.label === sample.label).length);
  }

  /** What was learned of an answer, a drawing's or a line's, is as if it had not been said. */
  unlearn(answerId: string): Promise<void> {
    return this.lines.unlearn(answerId);
  }

  /** What is said of an answer is not sent yet. */
  awaits(answerId: string): void {
    if (this.waiting) this.waiting = new Set([...this.waiting, answerId]);
  }

  isWaiting(answerId: string): boolean {
    return this.waiting?.has(answerId) ?? true;
  }

  /** Opens what is needed to read with a network, and looks for a newer version of it. */
  async prepare(network: Network): Promise<void> {
    await Promise.all([this.ready(network), this.likeness.ready(), this.pen.ready()]);
  }

  /** Brings what the writer taught up to date with the server. */
  async refresh(waiting: readonly string[]): Promise<void> {
    this.waiting = new Set(waiting);
    for (const network of NETWORKS) {
      if (this.shelves[network].model) await this.refreshFor(network);
    }
    await this.lines.refresh();
  }

  async forget(withFiles: boolean): Promise<void> {
    this.reader.forget();
    this.lines.forget();
    const all = await this.samples.all();
    await this.samples.remove([...all.keys()]);
    await this.kept.clear();
    if (!withFiles) return;
    for (const network of NETWORKS) await this.shelves[network].close();
    await this.lines.close();
    await this.likeness.close();
    await this.pen.close();
    await this.files.clear();
  }

  async state(): Promise<DeviceState> {
    const versions = await this.files.versions();
    return {
      versions: versions.map(({ network, version, bytes }) => ({ network, version, bytes })),
      samples: (await this.samples.all()).size,
    };
  }

  ready(network: Network): Promise<DeviceModel> {
    return this.shelves[network].ready();
  }

  isKept(network: Network): Promise<boolean> {
    return this.shelves[network].isKept();
  }

  private shelfOf(network: Network): VersionShelf<KeptModel, DeviceModel> {
    return new VersionShelf<KeptModel, DeviceModel>({
      ...{ network, files: this.files },
      open: async (kept, onnx) => {
        const model = await DeviceModel.open(await this.engine(), { ...kept, onnx });
        await this.samples.teach(model);
        return model;
      },
      refresh: async () => {
        await this.refreshFor(network);
        await this.likeness.update();
        await this.pen.update();
      },
    });
  }

  private models(): DeviceModel[] {
    return NETWORKS.flatMap((network) => this.shelves[network].model ?? []);
  }

  private refreshFor(network: Network): Promise<void> {
    return this.samples.refresh(network, (answerId) => this.isWaiting(answerId));
  }

  /** As the page knows it, or as it was when it was read with last. */
  private async alphabetOf({ alphabet, alphabetId }: ReadJob): Promise<DeviceAlphabet | undefined> {
    if (alphabet) await this.kept.keepAlphabet(alphabet);
    if (alphabet || alphabetId === undefined) return alphabet;
    const known = await this.kept.alphabet(alphabetId);
    if (known) return known;
    throw new NoAnswer('This alphabet is not on this device.');
  }
}
