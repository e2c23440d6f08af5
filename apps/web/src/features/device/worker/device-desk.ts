import {
  isRememberedBy,
  NETWORKS,
  networkOfTask,
  openSession,
  type Engine,
  type Network,
} from '@inkling/recognizer';
import { DeviceModel, type ModelFile } from './device-model';
import { DeviceReader, type LikenessReader } from './device-reader';
import { merged, type DeviceSample } from './device-sample';
import {
  addressOfLikeness,
  addressOfModel,
  type FileStore,
  type KeptLikeness,
  type KeptModel,
} from './file-store';
import { inTurn } from './in-turn';
import type { DeviceAlphabet, DeviceAnswer, DeviceState, Learned, ReadJob } from './protocol';
import type { SampleStore } from './sample-store';
import { getCard, getChampion, getLikeness, getOwnMemory, NoAnswer } from './server';

/** A newer version is looked for this often at most. */
const LOOK_EVERY_MS = 10 * 60 * 1000;

/** What a device reads with: versions that lie here, and what its owner taught. */
export class DeviceDesk {
  private readonly reader = new DeviceReader();
  private readonly models = new Map<Network, DeviceModel>();
  private readonly opening = new Map<Network, Promise<DeviceModel>>();
  private readonly lookedMs = new Map<Network, number>();
  private likeness: Promise<LikenessReader | undefined> | undefined;
  private samples: Promise<Map<string, DeviceSample>> | undefined;
  /** Answers whose labels wait to be sent; absent until the page said. */
  private waiting: ReadonlySet<string> | undefined;

  /** @param engine loaded when the first network is opened */
  constructor(
    private readonly engine: () => Promise<Engine>,
    private readonly files: FileStore,
    private readonly kept: SampleStore,
  ) {}

  async read(job: ReadJob): Promise<DeviceAnswer> {
    const network = networkOfTask(job.task);
    const mayRead = !job.onlyKept || (await this.isKept(network));
    if (!mayRead) throw new NoAnswer(`There is no version of ${network} on this device.`);
    const model = await this.ready(network);
    const [likeness, alphabet] = await Promise.all([this.loadLikeness(), this.alphabetOf(job)]);
    return this.reader.read(job, model, likeness, alphabet);
  }

  /** @returns `undefined` where the answer is none of the last ones */
  async learn(answerId: string, label: string): Promise<Learned | undefined> {
    const sample = this.reader.sampleOf(answerId, label);
    if (!sample) return undefined;
    // Said anew of what the server has already: this is what counts now.
    await this.unlearn(answerId);
    if (this.waiting) this.waiting = new Set([...this.waiting, answerId]);
    await this.put([sample]);
    const all = [...(await this.loadSamples()).values()];
    return this.reader.learned(sample, all.filter((one) => one.label === sample.label).length);
  }

  async unlearn(answerId: string): Promise<void> {
    const all = [...(await this.loadSamples()).values()];
    const learned = all.filter(({ id, predictionId }) => [id, predictionId].includes(answerId));
    await this.remove(learned.map(({ id }) => id));
  }

  /** Opens what is needed to read with a network, and looks for a newer version of it. */
  async prepare(network: Network): Promise<void> {
    await Promise.all([this.ready(network), this.loadLikeness()]);
  }

  /** Brings what the writer taught up to date with the server. */
  async refresh(waiting: readonly string[]): Promise<void> {
    this.waiting = new Set(waiting);
    for (const network of this.models.keys()) await this.refreshFor(network);
  }

  async forget(withFiles: boolean): Promise<void> {
    this.reader.forget();
    const all = await this.loadSamples();
    await this.remove([...all.keys()]);
    await this.kept.clear();
    if (!withFiles) return;
    for (const model of this.models.values()) await model.session.release();
    this.models.clear();
    this.lookedMs.clear();
    await (await this.likeness)?.session.release();
    this.likeness = undefined;
    await this.files.clear();
  }

  async state(): Promise<DeviceState> {
    const versions = await this.files.models();
    return {
      versions: versions.map(({ network, version, bytes }) => ({ network, version, bytes })),
      samples: (await this.loadSamples()).size,
    };
  }

  private async isKept(network: Network): Promise<boolean> {
    return this.models.has(network) || (await this.files.described(network)) !== undefined;
  }

  /** What lies here answers at once; what is newer takes its place when it was downloaded and checked. */
  private async ready(network: Network): Promise<DeviceModel> {
    const model = this.models.get(network) ?? (await this.open(network));
    if (Date.now() - (this.lookedMs.get(network) ?? 0) > LOOK_EVERY_MS) {
      this.lookedMs.set(network, Date.now());
      // Where the server is away, what lies here reads on.
      void this.update(model).catch(() => undefined);
    }
    return model;
  }

  private open(network: Network): Promise<DeviceModel> {
    const opening =
      this.opening.get(network) ??
      this.openKept(network)
        .then((kept) => kept ?? this.openNewest(network))
        .finally(() => this.opening.delete(network));
    this.opening.set(network, opening);
    return opening;
  }

  private async openKept(network: Network): Promise<DeviceModel | undefined> {
    const kept = await this.files.described(network);
    if (!kept) return undefined;
    const model = await this.openModel(kept);
    this.models.set(network, model);
    return model;
  }

  private async openNewest(network: Network): Promise<DeviceModel> {
    const { id, version, bytes } = await getChampion(network);
    this.lookedMs.set(network, Date.now());
    const newest: KeptModel = { id, network, version, bytes, card: await getCard(id) };
    const model = await this.openModel(newest);
    await this.files.describe(network, newest);
    this.models.set(network, model);
    await this.refreshFor(network).catch(() => undefined);
    return model;
  }

  private async update(model: DeviceModel): Promise<void> {
    const { network, id } = model.file;
    await this.refreshFor(network);
    await this.updateLikeness();
    if ((await getChampion(network)).id === id) return;
    await this.openNewest(network);
    await model.session.release();
  }

  private async openModel(kept: KeptModel): Promise<DeviceModel> {
    const [engine, onnx, samples] = await Promise.all([
      this.engine(),
      this.files.file(addressOfModel(kept.id), kept.bytes),
      this.loadSamples(),
    ]);
    const file: ModelFile = { ...kept, onnx };
    const model = await DeviceModel.open(engine, file);
    await this.keepEmbedded(await model.remember([...samples.values()]));
    return model;
  }

  private loadLikeness(): Promise<LikenessReader | undefined> {
    this.likeness ??= this.openLikeness().catch(() => {
      // It is no more than a help: the next reading asks again.
      this.likeness = undefined;
      return undefined;
    });
    return this.likeness;
  }

  private async openLikeness(): Promise<LikenessReader | undefined> {
    const known = await this.files.described('likeness');
    const kept = known ?? (await this.newestLikeness());
    if (!kept) return undefined;
    const { sha256, bytes, limits } = kept;
    const [engine, onnx] = await Promise.all([
      this.engine(),
      this.files.file(addressOfLikeness(sha256), bytes),
    ]);
    const session = inTurn(await openSession(engine, onnx));
    if (!known) await this.files.describe('likeness', kept);
    return { session, limits };
  }

  /** Another release may bring another one. */
  private async updateLikeness(): Promise<void> {
    const [known, newest] = await Promise.all([
      this.files.described('likeness'),
      this.newestLikeness(),
    ]);
    if (!newest || newest.sha256 === known?.sha256) return;
    await this.files.file(addressOfLikeness(newest.sha256), newest.bytes);
    await this.files.describe('likeness', newest);
    const former = await this.likeness;
    this.likeness = undefined;
    await former?.session.release();
  }

  private async newestLikeness(): Promise<KeptLikeness | undefined> {
    const found = await getLikeness();
    return found && { sha256: found.sha256, bytes: found.bytes, limits: found.card.limits };
  }

  private async refreshFor(network: Network): Promise<void> {
    const told = await getOwnMemory(network, await this.kept.etag(network));
    if (!told) return;
    const samples = await this.loadSamples();
    const { put, removed } = merged(
      [...samples.values()],
      told.items.map(({ sampleId, predictionId, glyph, saidAt, ...item }): DeviceSample => ({
        ...item,
        ...{ id: sampleId, predictionId, glyph: bytesOfBase64(glyph), embeddings: {} },
        ...{ saidAtMs: Date.parse(saidAt), sent: true },
      })),
      (sample) => isRememberedBy(network, { ...sample, reviewerLabel: null }),
      (answerId) => this.waiting?.has(answerId) ?? true,
    );
    await this.remove(removed);
    await this.put(put);
    await this.kept.keepEtag(network, told.etag);
  }

  private async put(samples: readonly DeviceSample[]): Promise<void> {
    const all = await this.loadSamples();
    for (const sample of samples) all.set(sample.id, sample);
    for (const network of NETWORKS) {
      const model = this.models.get(network);
      // A sample that has another label now may be none of this network's any more.
      for (const { id } of samples) model?.forget(id);
      const current = samples.map(({ id }) => all.get(id)!);
      const made = (await model?.remember(current)) ?? [];
      for (const sample of made) all.set(sample.id, sample);
    }
    await this.kept.change(
      samples.map(({ id }) => all.get(id)!),
      [],
    );
  }

  private async keepEmbedded(samples: readonly DeviceSample[]): Promise<void> {
    const all = await this.loadSamples();
    for (const sample of samples) if (all.has(sample.id)) all.set(sample.id, sample);
    await this.kept.change(samples, []);
  }

  private async remove(ids: readonly string[]): Promise<void> {
    const all = await this.loadSamples();
    for (const id of ids) {
      all.delete(id);
      for (const model of this.models.values()) model.forget(id);
    }
    await this.kept.change([], ids);
  }

  private loadSamples(): Promise<Map<string, DeviceSample>> {
    this.samples ??= this.kept
      .samples()
      .then((found) => new Map(found.map((sample) => [sample.id, sample])));
    return this.samples;
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

function bytesOfBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
