import type { MemoryItem } from '@inkling/contract';
import { isRememberedBy, type Network } from '@inkling/recognizer';
import { bytesOfBase64 } from './bytes-of-base64';
import type { DeviceModel } from './device-model';
import { merged, type DeviceSample } from './device-sample';
import type { SampleStore } from './sample-store';
import { getOwnMemory } from './server';

/** What this device's owner taught, in the memories of the versions that are open. */
export class OwnSamples {
  private loading: Promise<Map<string, DeviceSample>> | undefined;

  /** @param models those that are open, with their memories */
  constructor(
    private readonly kept: SampleStore,
    private readonly models: () => readonly DeviceModel[],
  ) {}

  all(): Promise<Map<string, DeviceSample>> {
    this.loading ??= this.kept
      .samples()
      .then((found) => new Map(found.map((sample) => [sample.id, sample])));
    return this.loading;
  }

  /** Fills the memory of a version that was opened, and keeps what it had to embed for that. */
  async teach(model: DeviceModel): Promise<void> {
    const all = await this.all();
    const embedded = (await model.remember([...all.values()])).filter(({ id }) => all.has(id));
    for (const sample of embedded) all.set(sample.id, sample);
    await this.kept.change(embedded, []);
  }

  async put(samples: readonly DeviceSample[]): Promise<void> {
    const all = await this.all();
    for (const sample of samples) all.set(sample.id, sample);
    for (const model of this.models()) {
      // A sample that has another label now may be none of this network's any more.
      for (const { id } of samples) model.forget(id);
      const embedded = await model.remember(samples.map(({ id }) => all.get(id)!));
      for (const sample of embedded) all.set(sample.id, sample);
    }
    await this.kept.change(
      samples.map(({ id }) => all.get(id)!),
      [],
    );
  }

  async remove(ids: readonly string[]): Promise<void> {
    const all = await this.all();
    for (const id of ids) {
      all.delete(id);
      for (const model of this.models()) model.forget(id);
    }
    await this.kept.change([], ids);
  }

  /** What was learned of an answer, a drawing's or a line's. */
  async removeOf(answerId: string): Promise<void> {
    const all = [...(await this.all()).values()];
    const learned = all.filter(({ id, predictionId }) => [id, predictionId].includes(answerId));
    await this.remove(learned.map(({ id }) => id));
  }

  /** Brings it up to date with the server, for one network's memory. @param isWaiting see `merged` */
  async refresh(network: Network, isWaiting: (answerId: string) => boolean): Promise<void> {
    const told = await getOwnMemory(network, await this.kept.etag(network));
    if (!told) return;
    const known = [...(await this.all()).values()];
    const isOfIt = (sample: DeviceSample): boolean =>
      isRememberedBy(network, { ...sample, reviewerLabel: null });
    const items =
      told === 'unchanged'
        ? known.filter((sample) => sample.sent && isOfIt(sample))
        : told.items.map(sampleOf);
    const { put, removed } = merged(known, items, isOfIt, isWaiting);
    await this.remove(removed);
    await this.put(put);
    if (told !== 'unchanged') await this.kept.keepEtag(network, told.etag);
  }
}

const sampleOf = ({
  sampleId,
  predictionId,
  lineId,
  glyph,
  saidAt,
  ...item
}: MemoryItem): DeviceSample => ({
  ...item,
  ...{ id: sampleId, glyph: bytesOfBase64(glyph), embeddings: {} },
  // What is said anew of a line is said of all its characters.
  predictionId: lineId ?? predictionId,
  ...{ saidAtMs: Date.parse(saidAt), sent: true },
});
