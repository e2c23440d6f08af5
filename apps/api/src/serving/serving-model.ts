import { GLYPH_PIXELS, GLYPH_SIDE } from '@inkling/ink';
import type { InferencePool } from '../inference/inference-pool.js';
import type { Drawing, Recognised } from '../inference/protocol.js';
import type { NetworkMemory } from '../memory/network-memory.js';
import type { ModelVersion } from '../models/model-version.js';

/** A version that loads but doesn't compute what its card says. */
export class SelfCheckError extends Error {
  override readonly name = 'SelfCheckError';
}

/** A loaded version in the pool: read drawings, embed glyphs, and let go. */
export class LoadedModel {
  private constructor(
    readonly version: ModelVersion,
    private readonly pool: InferencePool,
  ) {}

  /** Loads, warms and checks; a version that fails is released again. */
  static async open(
    pool: InferencePool,
    version: ModelVersion,
    file: string,
  ): Promise<LoadedModel> {
    await pool.load(version.id, file);
    const model = new LoadedModel(version, pool);
    try {
      await model.selfCheck();
      return model;
    } catch (error) {
      await model.close();
      throw error;
    }
  }

  recognise(drawing: Drawing, explain: boolean): Promise<Recognised> {
    return this.pool.run({ type: 'recognise', versionId: this.version.id, drawing, explain });
  }

  readonly embed = async (glyphs: Float32Array, count: number): Promise<Float32Array> => {
    const { embeddings } = await this.pool.run({
      type: 'run',
      versionId: this.version.id,
      glyphs,
      count,
    });
    return embeddings;
  };

  close(): Promise<void> {
    return this.pool.release(this.version.id);
  }

  /** An empty glyph and a line: both must give finite numbers of the right count, and not the same ones. */
  private async selfCheck(): Promise<void> {
    const glyphs = new Float32Array(2 * GLYPH_PIXELS);
    for (let row = 4; row < 24; row++) glyphs[GLYPH_PIXELS + row * GLYPH_SIDE + 14] = 1;
    const job = { type: 'run', versionId: this.version.id, glyphs, count: 2 } as const;
    const { logits, embeddings } = await this.pool.run(job);
    const { labels, embeddingSize } = this.version.card;
    if (logits.length !== 2 * labels.length || embeddings.length !== 2 * embeddingSize) {
      throw new SelfCheckError('the outputs have other sizes than the card says');
    }
    if (![...logits, ...embeddings].every(Number.isFinite)) {
      throw new SelfCheckError('the outputs are not finite');
    }
    const first = logits.subarray(0, labels.length);
    if (first.every((value, at) => value === logits[labels.length + at])) {
      throw new SelfCheckError('the answer does not depend on the drawing');
    }
  }
}

/**
 * A loaded version together with the memory that it embedded, counted by its users: after `retire` it
 * is closed as soon as the last one has released it.
 */
export class ServingModel {
  private users = 0;
  private retired = false;
  private drained: (() => void) | undefined;

  constructor(
    readonly model: LoadedModel,
    private remembered: NetworkMemory,
  ) {}

  get memory(): NetworkMemory {
    return this.remembered;
  }

  /** Takes a memory that was read anew; by the same version. */
  adopt(memory: NetworkMemory): void {
    this.remembered = memory;
  }

  get version(): ModelVersion {
    return this.model.version;
  }

  acquire(): void {
    if (this.retired) throw new Error('a retired model was acquired');
    this.users++;
  }

  release(): void {
    this.users--;
    if (this.users === 0) this.drained?.();
  }

  /** Call after the reference was swapped: nobody may acquire it any more. */
  async retire(): Promise<void> {
    this.retired = true;
    if (this.users > 0) await new Promise<void>((resolve) => (this.drained = resolve));
    await this.model.close();
  }
}
