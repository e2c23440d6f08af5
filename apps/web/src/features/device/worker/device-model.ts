import {
  isRememberedBy,
  LabelSpace,
  NetworkMemory,
  normaliseRows,
  openSession,
  selfCheck,
  toMemory,
  type Engine,
  type ModelCard,
  type Network,
  type NetworkSession,
} from '@inkling/recognizer';
import { glyphsFromBytes } from '@inkling/ink';
import { OWNER, type DeviceSample } from './device-sample';
import { inTurn } from './in-turn';

/** A version as it lies on the device. */
export interface ModelFile {
  readonly id: string;
  readonly network: Network;
  readonly version: number;
  readonly card: ModelCard;
  readonly onnx: Uint8Array;
}

/** Drawings wait behind each pass. */
const EMBED_AT_ONCE = 8;

/** A version that was opened and checked here, with the writer's own memory as it embeds them. */
export class DeviceModel {
  readonly memory: NetworkMemory;

  private constructor(
    readonly file: ModelFile,
    readonly session: NetworkSession,
  ) {
    this.memory = new NetworkMemory(file.card.embeddingSize, new LabelSpace(file.card));
  }

  /** @throws SelfCheckError where it does not compute what its card says */
  static async open(engine: Engine, file: ModelFile): Promise<DeviceModel> {
    const session = inTurn(await openSession(engine, file.onnx));
    try {
      await selfCheck(file.card, [], (glyphs, count) => session.run(glyphs, count));
      return new DeviceModel(file, session);
    } catch (error) {
      await session.release();
      throw error;
    }
  }

  /**
   * Remembers samples; those of another network as far as they are symbols.
   *
   * @returns those that this version had no embedding of, with it
   */
  async remember(samples: readonly DeviceSample[]): Promise<DeviceSample[]> {
    const { network } = this.file;
    const ours = samples.filter((sample) => isRememberedBy(network, sampleOf(sample)));
    const missing = ours.filter(({ embeddings }) => !embeddings[this.file.id]);
    const made: DeviceSample[] = [];
    for (let at = 0; at < missing.length; at += EMBED_AT_ONCE) {
      made.push(...(await this.embedded(missing.slice(at, at + EMBED_AT_ONCE))));
    }
    const known = ours.filter(({ embeddings }) => embeddings[this.file.id]);
    for (const sample of [...known, ...made]) this.put(sample);
    return made;
  }

  forget(sampleId: string): void {
    this.memory.forget(sampleId);
  }

  private put(sample: DeviceSample): void {
    // A sample that is said anew may have another class: memory takes it as it is now.
    this.memory.forget(sample.id);
    const embedding = sample.embeddings[this.file.id]!;
    const kept = { ...sampleOf(sample), embedding };
    this.memory.put(toMemory(kept, this.file.network, this.memory.labels));
  }

  private async embedded(samples: readonly DeviceSample[]): Promise<DeviceSample[]> {
    const glyphs = glyphsFromBytes(samples.map(({ glyph }) => glyph));
    const { embeddings } = await this.session.run(glyphs, samples.length);
    const size = this.file.card.embeddingSize;
    const vectors = normaliseRows(embeddings, size);
    return samples.map((sample, at) => ({
      ...sample,
      embeddings: {
        ...sample.embeddings,
        [this.file.id]: vectors.slice(at * size, (at + 1) * size),
      },
    }));
  }
}

/** It serves nobody but its writer: who approved it is of no use here. */
const sampleOf = ({ id, network, label, glyph, revision, saidAtMs }: DeviceSample) => ({
  ...{ id, network, label, glyph, revision, saidAtMs, writerId: OWNER },
  ...{ reviewerLabel: null, status: 'pending' as const, insisted: false },
});
