import { characterTask, networkOfTask, type Engine, type Network } from '@inkling/recognizer';
import { DeviceLines } from './device-lines';
import type { DeviceModel } from './device-model';
import type { FileStore, KeptLines } from './file-store';
import { LanguageShelf } from './language-shelf';
import type { LikenessShelf } from './helpers';
import { LineReader } from './line-reader';
import { OwnLines } from './own-lines';
import type { OwnSamples } from './own-samples';
import type { DeviceLineAnswer, LearnedLine, ReadLineJob } from './protocol';
import type { SampleStore } from './sample-store';
import { NoAnswer } from './server';
import { VersionShelf } from './version-shelf';

type LineTask = ReadLineJob['question']['task'];

/** What lines need of what single characters are read with. */
export interface SinglesDesk {
  readonly samples: OwnSamples;
  readonly likeness: LikenessShelf;
  ready(network: Network): Promise<DeviceModel>;
  isKept(network: Network): Promise<boolean>;
  isWaiting(answerId: string): boolean;
  awaits(answerId: string): void;
}

const networkOf = (task: LineTask): Network => networkOfTask(characterTask(task));

/** What a device reads lines with, and what their writer taught by them. */
export class LinesDesk {
  private readonly reader = new LineReader();
  private readonly own: OwnLines;
  private readonly language: LanguageShelf;
  private readonly shelf: VersionShelf<KeptLines, DeviceLines>;

  constructor(
    engine: () => Promise<Engine>,
    files: FileStore,
    kept: SampleStore,
    private readonly singles: SinglesDesk,
  ) {
    this.own = new OwnLines(kept);
    this.language = new LanguageShelf(files);
    this.shelf = new VersionShelf<KeptLines, DeviceLines>({
      ...{ network: 'lines', files },
      open: async (file, onnx) => DeviceLines.open(await engine(), file, onnx),
      refresh: async () => {
        await this.language.update();
        await this.refresh();
      },
    });
  }

  async read({ onlyKept, ...job }: ReadLineJob): Promise<DeviceLineAnswer> {
    const { task } = job.question;
    if (onlyKept && !(await this.isKept(task))) {
      throw new NoAnswer('There is no network for lines on this device.');
    }
    const [lines, singles, known, likeness] = await Promise.all([
      this.shelf.ready(),
      this.singles.ready(networkOf(task)),
      this.language.ready(),
      this.singles.likeness.ready(),
    ]);
    const habits = await lines.habitsFrom(await this.own.now());
    const language = lines.language.of(known);
    return this.reader.read(job, { lines, singles, language, likeness, habits });
  }

  /** @returns `undefined` where the answer is none of the last ones */
  async learn(answerId: string, text: string): Promise<LearnedLine | undefined> {
    const task = this.reader.taskOf(answerId);
    if (!task) return undefined;
    const [lines, singles, likeness] = await Promise.all([
      this.shelf.ready(),
      this.singles.ready(networkOf(task)),
      this.singles.likeness.ready(),
    ]);
    const lesson = await this.reader.lessonOf(answerId, text, { lines, singles, likeness });
    if (!lesson) return undefined;
    // Said anew of what the server has already: this is what counts now.
    await this.unlearn(answerId);
    this.singles.awaits(answerId);
    await this.singles.samples.put(lesson.samples);
    await this.own.put(lesson.lesson);
    // The next line profits without waiting for it.
    void this.own.now().then((lessons) => lines.habitsFrom(lessons));
    return lesson.learned;
  }

  async unlearn(answerId: string): Promise<void> {
    await this.singles.samples.removeOf(answerId);
    await this.own.remove(answerId);
  }

  /** Opens what is needed to read lines. */
  async prepare(task: LineTask): Promise<void> {
    const [lines] = await Promise.all([
      this.shelf.ready(),
      this.singles.ready(networkOf(task)),
      this.language.ready(),
      this.singles.likeness.ready(),
    ]);
    await lines.habitsFrom(await this.own.now());
  }

  /** Brings what the writer said of lines up to date with the server, where lines are read here. */
  async refresh(): Promise<void> {
    if (!this.shelf.model) return;
    await this.own.refresh((answerId) => this.singles.isWaiting(answerId));
  }

  forget(): void {
    this.own.forget();
  }

  async close(): Promise<void> {
    await this.shelf.close();
    this.language.close();
  }

  private async isKept(task: LineTask): Promise<boolean> {
    const kept = [
      this.shelf.isKept(),
      this.singles.isKept(networkOf(task)),
      this.language.isKept(),
    ];
    return (await Promise.all(kept)).every((is) => is);
  }
}
