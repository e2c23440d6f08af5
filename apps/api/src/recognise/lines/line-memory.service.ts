import { Injectable, Logger } from '@nestjs/common';
import { messageOf } from '@inkling/contract';
import {
  countWords,
  LEAST_KNOWN_ROWS,
  MOST_TAUGHT_LINES,
  MOST_TAUGHT_TEXTS,
  RecentMap,
  type Slant,
  type WriterHabits,
} from '@inkling/recognizer';
import type { LinesModel } from '../serving/lines/lines-model.js';
import { LinesNetwork } from '../serving/lines/lines-network.service.js';
import { LineMemoryRepository, type OwnRow } from './line-memory.repository.js';
import { WriterSlants } from './writer-slants.js';

/** Each has 75 KB. */
const MOST_WRITERS = 200;

interface Learnt {
  /** Of what the writer said, and the version that it was learnt for. */
  readonly state: string;
  readonly versionId: string;
  readonly habits: Promise<WriterHabits>;
  /** The same once they are learnt. */
  known?: WriterHabits;
}

/** What there is to learn from. */
export interface Lessons {
  readonly slant: Slant | undefined;
  /** Newest first. */
  readonly rows: readonly OwnRow[];
  readonly texts: readonly string[];
}

/**
 * What a writer's corrected lines tell of their hand and of their words, for them alone: learnt from what the database has
 * whenever that is another than it was, so that no replica has to be told.
 */
@Injectable()
export class LineMemory {
  private readonly logger = new Logger(LineMemory.name);
  private readonly learnt = new RecentMap<string, Learnt>(MOST_WRITERS);

  constructor(
    private readonly repository: LineMemoryRepository,
    private readonly network: LinesNetwork,
    private readonly slants: WriterSlants,
  ) {}

  /**
   * Does something by a writer's habits: at once by those that were known last, while the database is asked whether there are
   * others, and once more where there are. Nearly always there are none, and nobody has waited for the database.
   *
   * @param work asked once or twice; `undefined`: there is nothing to go by
   */
  async withHabits<T>(
    writerId: string,
    model: LinesModel,
    work: (habits: WriterHabits | undefined) => Promise<T>,
  ): Promise<T> {
    const known = this.knownOf(writerId, model);
    const done = work(known);
    // Whether it failed matters only where it counts.
    const [, habits] = await Promise.all([
      done.catch(() => undefined),
      this.habitsOf(writerId, model),
    ]);
    return habits === known ? done : work(habits);
  }

  /** For a line that a version is about to read; `undefined` where there is nothing to go by. */
  async habitsOf(writerId: string, model: LinesModel): Promise<WriterHabits | undefined> {
    try {
      const said = await this.repository.stateOf(writerId);
      if (said === undefined) {
        this.learnt.delete(writerId);
        return undefined;
      }
      const state = `${model.version.id} ${said}`;
      const known = this.learnt.get(writerId);
      if (known?.state === state) return await known.habits;
      const habits = this.learn(writerId, model);
      const learnt: Learnt = { state, versionId: model.version.id, habits };
      this.learnt.set(writerId, learnt);
      habits.then(
        (found) => (learnt.known = found),
        // The next line tries again.
        () => this.learnt.get(writerId) === learnt && this.learnt.delete(writerId),
      );
      return await habits;
    } catch (error) {
      // A line is answered all the same, by what was known of its writer before, if anything.
      this.logger.warn(`a writer's lines are not learnt from: ${messageOf(error)}`);
      return this.knownOf(writerId, model);
    }
  }

  /** What was learnt for a version when the database was asked last. */
  private knownOf(writerId: string, { version }: LinesModel): WriterHabits | undefined {
    const learnt = this.learnt.get(writerId);
    return learnt?.versionId === version.id ? learnt.known : undefined;
  }

  /** After a correction: the next line profits without waiting for it. What was said is kept whatever comes of this. */
  async refresh(writerId: string): Promise<void> {
    if (!this.network.version) return;
    await this.network.use((model) => this.habitsOf(writerId, model));
  }

  /**
   * What a writer's lines are learnt from, for a device of theirs that does the same.
   *
   * @returns `state`: another one as soon as any of it is another
   */
  async lessonsOf(
    writerId: string,
  ): Promise<{ readonly state: string; readonly get: () => Promise<Lessons> }> {
    const slant = await this.slantOf(writerId);
    const said = await this.repository.stateOf(writerId);
    const state = `${said ?? ''} ${slant ? `${slant.lean} ${slant.wide}` : ''}`;
    const get = async (): Promise<Lessons> => {
      const [rows, texts] = await this.taughtBy(writerId);
      return { slant, rows, texts };
    };
    return { state, get };
  }

  /** How their next lines are straightened; a choice that is being made is waited for. */
  private async slantOf(writerId: string): Promise<Slant | undefined> {
    if (!this.network.version) return undefined;
    return this.network.use(async (model) => {
      await this.habitsOf(writerId, model);
      await this.slants.settled(writerId);
      return this.slants.of(writerId, model.version.id);
    });
  }

  private taughtBy(writerId: string): Promise<[OwnRow[], string[]]> {
    return Promise.all([
      this.repository.rowsOf(writerId, MOST_TAUGHT_LINES),
      this.repository.textsOf(writerId, MOST_TAUGHT_TEXTS),
    ]);
  }

  private async learn(writerId: string, model: LinesModel): Promise<WriterHabits> {
    const [rows, texts] = await this.taughtBy(writerId);
    const versionId = model.version.id;
    const slant = this.slants.of(writerId, versionId);
    const ofInk = rows.filter(({ task, strokes }) => task === 'text' && strokes);
    this.slants.consider(writerId, versionId, ofInk, () => {
      // The layer is learnt from ink that is straightened as it will be read.
      this.learnt.delete(writerId);
    });
    const layer = rows.length < LEAST_KNOWN_ROWS ? undefined : await model.adapt(rows, slant);
    return { slant, layer, words: countWords(texts) };
  }
}
