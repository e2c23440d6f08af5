import {
  adaptToWriter,
  countWords,
  LanguageOfPlace,
  LEAST_KNOWN_ROWS,
  linesSelfCheck,
  openSequenceSession,
  type Engine,
  type SequenceOutput,
  type SequenceSession,
  type WriterHabits,
  type WriterLayer,
} from '@inkling/recognizer';
import type { KeptLines } from './file-store';
import { inTurn } from './in-turn';
import type { LineLessons } from './line-lessons';

interface Learnt {
  readonly lessons: LineLessons;
  readonly habits: Promise<WriterHabits>;
}

/** A version of the network for lines that was opened and checked here, with what it learned of its writer's hand. */
export class DeviceLines {
  readonly language: LanguageOfPlace;
  private learnt: Learnt | undefined;
  /** What it says of rows that it learned from, by their key: with one line more only that is read. */
  private known = new Map<string, SequenceOutput>();

  private constructor(
    readonly file: KeptLines,
    readonly session: SequenceSession,
  ) {
    this.language = new LanguageOfPlace(file.card.sharedWords);
  }

  /** @throws SelfCheckError where it does not compute what its card says */
  static async open(engine: Engine, file: KeptLines, onnx: Uint8Array): Promise<DeviceLines> {
    const session = inTurn(await openSequenceSession(engine, onnx));
    try {
      await linesSelfCheck(file.card, (strip) => session.run(strip));
      return new DeviceLines(file, session);
    } catch (error) {
      await session.release();
      throw error;
    }
  }

  /** What a writer's lessons tell this version of them. */
  habitsFrom(lessons: LineLessons): Promise<WriterHabits> {
    if (this.learnt?.lessons !== lessons) {
      // The network reads without it: a line is answered all the same.
      const habits = this.learn(lessons).catch((): WriterHabits => ({}));
      this.learnt = { lessons, habits };
    }
    return this.learnt.habits;
  }

  private async learn(lessons: LineLessons): Promise<WriterHabits> {
    const layer = await this.layerFrom(lessons);
    return { slant: lessons.slant, layer, words: countWords(lessons.texts) };
  }

  private async layerFrom({ rows }: LineLessons): Promise<WriterLayer | undefined> {
    if (rows.length < LEAST_KNOWN_ROWS) return undefined;
    const known = new Map<string, SequenceOutput>();
    for (const { key, strip } of rows) {
      known.set(key, this.known.get(key) ?? (await this.session.run(strip)));
    }
    this.known = known;
    const said = rows.map(({ key, text }) => ({ ...known.get(key)!, text }));
    return adaptToWriter(said, this.file.card);
  }
}
