import { performance } from 'node:perf_hooks';
import { messageOf } from '@inkling/contract';
import {
  chooseSlant,
  glyphsOfLine,
  LanguageOfPlace,
  linesSelfCheck,
  SLANTS,
  type Slant,
  type TaughtRow,
  type WriterLayer,
} from '@inkling/recognizer';
import type { InferencePool } from '../../inference/inference-pool.js';
import type {
  ReadLineJob,
  ReadRows,
  SeeCharactersJob,
  SeenCharacter,
} from '../../inference/protocol.js';
import type { ModelFiles } from '../../registry/model-files.js';
import type { LinesVersion } from '../../registry/model-version.js';
import { SharedUse } from '../shared-use.js';

/** What is asked about a line, whichever version reads it. */
export interface LineJob extends Omit<
  ReadLineJob,
  'type' | 'versionId' | 'settings' | 'wantsGlyphs'
> {
  /** The network for single characters that looks at each of them, and where it looks for what is like it. */
  readonly characters?: Omit<SeeCharactersJob, 'type' | 'characters'>;
}

export interface ReadLine extends ReadRows {
  /** What the network for single characters sees, where it was asked. */
  readonly seen: readonly SeenCharacter[];
  /** What looking at them took. */
  readonly memoryMs: number;
}

/** Fewer characters are looked at by one thread: handing them over takes its time, too. */
const LEAST_AT_A_THREAD = 4;

let opened = 0;

/** A version of the network for lines in the pool, loaded when it is needed. */
export class LinesModel {
  readonly use = new SharedUse();
  readonly language: LanguageOfPlace;
  /** Of this loading: a version may be loaded again while its former session has work to end. */
  private readonly session: string;
  private opening: Promise<void> | undefined;

  constructor(
    readonly version: LinesVersion,
    private readonly pool: InferencePool,
    private readonly files: Pick<ModelFiles, 'read'>,
  ) {
    this.language = new LanguageOfPlace(version.card.sharedWords);
    this.session = `${version.id}#${opened++}`;
  }

  /**
   * Loads, warms and checks, once; a version that fails is released again and stays unusable.
   *
   * @throws Error when it can't be loaded, SelfCheckError when it does not compute what its card says
   */
  open(): Promise<void> {
    this.opening ??= this.load();
    return this.opening;
  }

  async read({ characters: seeing, ...job }: LineJob): Promise<ReadLine> {
    const { characters, temperature, language, secondLook } = this.version.card;
    const settings = { characters, temperature, language, secondLook };
    const wantsGlyphs = seeing !== undefined;
    const asked = { settings, wantsGlyphs, ...job };
    const read = await this.pool.run({ type: 'line', versionId: this.session, ...asked });
    const start = performance.now();
    const seen = seeing ? await this.lookAt(read, seeing) : [];
    return { ...read, seen, memoryMs: performance.now() - start };
  }

  /** All threads together: with thirty characters it takes as long as reading the line. */
  private async lookAt(
    { rows }: ReadRows,
    seeing: NonNullable<LineJob['characters']>,
  ): Promise<SeenCharacter[]> {
    const glyphs = glyphsOfLine(rows);
    const parts = Math.min(this.pool.size, Math.floor(glyphs.length / LEAST_AT_A_THREAD));
    const each = Math.ceil(glyphs.length / Math.max(1, parts));
    const jobs: Promise<readonly SeenCharacter[]>[] = [];
    for (let from = 0; from < glyphs.length; from += each) {
      const characters = glyphs.slice(from, from + each);
      jobs.push(this.pool.runNext({ type: 'characters', characters, ...seeing }));
    }
    return (await Promise.all(jobs)).flat();
  }

  /** What rows of a writer change of it, for that writer. */
  adapt(rows: readonly TaughtRow[], slant: Slant | undefined): Promise<WriterLayer | undefined> {
    const { characters } = this.version.card;
    return this.pool.run({ type: 'adapt', versionId: this.session, characters, rows, slant });
  }

  /**
   * The slant under which rows of ink are most probable; one job for each, so that others are read between them.
   *
   * @throws the signal's reason when it is aborted
   */
  async slantOf(rows: readonly TaughtRow[], signal: AbortSignal): Promise<Slant> {
    const { characters, temperature } = this.version.card;
    const settings = { characters, temperature };
    const losses: number[] = [];
    for (const slant of SLANTS) {
      signal.throwIfAborted();
      const job = { type: 'slant', versionId: this.session, settings, rows, slant } as const;
      losses.push(await this.pool.run(job));
    }
    return chooseSlant(losses);
  }

  /** Call after the reference was swapped: nobody may ask it any more. */
  async retire(): Promise<void> {
    await this.use.retire();
    await this.close();
  }

  async close(): Promise<void> {
    const isOpen = await this.opening?.then(
      () => true,
      () => false,
    );
    if (isOpen) await this.pool.release(this.session);
  }

  private async load(): Promise<void> {
    const { pool, session, version } = this;
    const bytes = await this.files.read(version.sha256);
    await pool
      .load(session, bytes, 'sequence', version.card.sharedWords)
      .catch((error: unknown) => {
        throw new Error(`it can't be loaded: ${messageOf(error)}`, { cause: error });
      });
    try {
      await linesSelfCheck(version.card, (strip) =>
        pool.run({ type: 'strip', versionId: session, strip }),
      );
    } catch (error) {
      await pool.release(session);
      throw error;
    }
  }
}
