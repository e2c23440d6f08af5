import { messageOf } from '@inkling/contract';
import { selfCheck, type NetworkMemory, type StoredGlyph } from '@inkling/recognizer';
import type { InferencePool } from '../inference/inference-pool.js';
import type { MemoryQuestion, RecogniseJob, Recognised, RunOutput } from '../inference/protocol.js';
import type { ModelVersion } from '../registry/model-version.js';
import { ServedMemory } from './served-memory.js';

let opened = 0;

/** What is to be read, and how. */
export type ToRead = Pick<RecogniseJob, 'drawing' | 'explain' | 'pen'>;

/** A loaded version in the pool: read drawings, embed glyphs, and let go. */
export class LoadedModel {
  /** Of this loading: a version may be loaded again while its former session has work to end. */
  readonly session: string;
  /** The session that tells what the network looked at, from when somebody asks that. */
  private saliency: Promise<string> | undefined;

  private constructor(
    readonly version: ModelVersion,
    private readonly pool: InferencePool,
    private readonly bytes: Uint8Array,
  ) {
    this.session = `${version.id}#${opened++}`;
  }

  /**
   * Loads, warms and checks; a version that fails is released again.
   *
   * @param bytes the version's file, checked
   * @param stored real glyphs to try it on
   * @throws SelfCheckError when it does not compute what its card says
   */
  static async open(
    pool: InferencePool,
    version: ModelVersion,
    bytes: Uint8Array,
    stored: readonly StoredGlyph[] = [],
  ): Promise<LoadedModel> {
    const model = new LoadedModel(version, pool, bytes);
    await pool.load(model.session, bytes).catch((error: unknown) => {
      const said = messageOf(error);
      throw new Error(`it can't be loaded: ${said}`, { cause: error });
    });
    try {
      await selfCheck(version.card, stored, (glyphs, count) => model.read(glyphs, count));
      return model;
    } catch (error) {
      await model.close();
      throw error;
    }
  }

  recognise(toRead: ToRead, search?: MemoryQuestion): Promise<Recognised> {
    return this.pool.run({ type: 'recognise', versionId: this.session, ...toRead, search });
  }

  /** The memory that this version embedded, for its threads to search. */
  serve(memory: NetworkMemory): ServedMemory {
    return new ServedMemory(this.pool, memory);
  }

  readonly embed = async (glyphs: Float32Array, count: number): Promise<Float32Array> =>
    (await this.read(glyphs, count)).embeddings;

  /** Logits and embeddings of glyphs, a row each, 0..1. */
  read(glyphs: Float32Array, count: number): Promise<RunOutput> {
    return this.pool.run({ type: 'run', versionId: this.session, glyphs, count });
  }

  /**
   * What the network looked at, for each of some of its classes: heat maps `[28, 28]`, 0..1.
   *
   * @returns `undefined` for a network whose shape saliency does not know
   * @throws Error where the file can't be opened for it
   */
  async look(
    glyph: Float32Array,
    classes: readonly number[],
  ): Promise<readonly Float32Array[] | undefined> {
    const opening = (this.saliency ??= this.openSaliency());
    const versionId = await opening.catch((error: unknown) => {
      // The next question tries again.
      if (this.saliency === opening) this.saliency = undefined;
      throw error;
    });
    return this.pool.run({ type: 'saliency', versionId, glyph, classes });
  }

  async close(): Promise<void> {
    // Nobody asks any more, and what failed to load is not there.
    const saliency = await this.saliency?.catch(() => undefined);
    if (saliency !== undefined) await this.pool.release(saliency);
    await this.pool.release(this.session);
  }

  private async openSaliency(): Promise<string> {
    const session = `${this.session}#saliency`;
    await this.pool.load(session, this.bytes, 'saliency');
    return session;
  }
}
