import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Metrics } from '../../common/metrics.js';
import { notFound } from '../../common/problem-error.js';
import { Changes } from '../../database/changes.js';
import { DatabaseState } from '../../database/database-state.js';
import { WriteBehind } from '../../database/write-behind.js';
import { cameBefore, isAgain } from '../predictions/is-again.js';
import { onceRecorded } from '../predictions/once-recorded.js';
import { isWithoutWriter, LinesRepository } from './lines.repository.js';
import type { NewLine } from './new-line.js';

/** Characters of JSON for each point of a drawing and each character that is read, about. */
const OF_POINT = 20;
const OF_CHARACTER = 500;

/**
 * Writes lines a moment after they were answered, as `Recorder` writes predictions: every call but those that read
 * drawings first waits for it.
 */
@Injectable()
export class LineRecorder implements BeforeApplicationShutdown {
  private readonly logger = new Logger(LineRecorder.name);
  /** One could not be written, and nobody was told: the next ones are written before their answers. */
  private isDoubtful = false;
  private readonly queue: WriteBehind<NewLine>;

  constructor(
    private readonly lines: LinesRepository,
    private readonly database: DatabaseState,
    changes: Changes,
    metrics: Metrics,
  ) {
    this.queue = new WriteBehind(database, changes, {
      sizeOf: sizeOfLine,
      write: (batch) => this.write(batch),
    });
    metrics.gauge(
      'inkling_lines_to_write',
      'Answered lines that are not in the database yet',
      [],
      (gauge) => gauge.set(this.queue.length),
    );
  }

  /**
   * @param identifiedAt when it was known whose it is, see `Changes`
   * @returns whether it is kept: reading needs no database, so people are answered all the same
   * @throws ProblemError `id_taken`
   */
  record(line: NewLine, identifiedAt: number): boolean | Promise<boolean> {
    // With an id of its device's, as a prediction.
    const mustWrite = line.isIdGiven || this.isDoubtful || !this.queue.mayWait(identifiedAt);
    if (mustWrite) return this.writeNow(line);
    this.queue.add({ ...line, replaces: this.queue.supersede(line) });
    return true;
  }

  /**
   * Whether a line with an id that its device made is there already. Not where the database is away.
   *
   * @throws ProblemError `id_taken`
   */
  has(id: string, writerId: string | null): Promise<boolean> {
    return cameBefore(this.database, () => this.lines.getWriter(id), writerId);
  }

  /**
   * Looks for something of a writer's line, once it is written.
   *
   * @throws ProblemError `not_found`; others where it waits to be written, see `WriteBehind.find`
   */
  async find<T>(id: string, writerId: string, look: () => Promise<T | undefined>): Promise<T> {
    const found = await this.queue.find(id, writerId, () => onceRecorded(id, look));
    if (found === undefined) throw notFound('line');
    return found;
  }

  /** When it resolves, what was answered before is written, or can't be for now. */
  flush(): Promise<void> {
    return this.queue.flush();
  }

  async beforeApplicationShutdown(): Promise<void> {
    const unwritten = await this.queue.stop();
    if (unwritten > 0) this.logger.error(`${unwritten} lines could not be written`);
  }

  /** Before its answer. */
  private async writeNow(line: NewLine): Promise<boolean> {
    // What it replaces may wait.
    if (line.replaces !== undefined) await this.queue.flush();
    try {
      // Sent twice at the same moment.
      if ((await this.lines.record([line])) === 0) {
        isAgain(await this.lines.getWriter(line.id), line.writerId);
      }
      this.database.noteKept();
      this.isDoubtful = false;
      return true;
    } catch (error) {
      if (this.database.noteFailure(error) === undefined) throw error;
      return false;
    }
  }

  /** @returns false where it is worth another try */
  private async write(batch: readonly NewLine[]): Promise<boolean> {
    try {
      await this.lines.record(batch);
    } catch (error) {
      if (this.database.noteFailure(error)) return false;
      if (batch.length === 1) return this.giveUp(error);
      // One of them is at fault, and not the others.
      for (const line of batch) if (!(await this.write([line]))) return false;
    }
    this.database.noteKept();
    return true;
  }

  private giveUp(error: unknown): true {
    if (isWithoutWriter(error)) return true;
    this.isDoubtful = true;
    // Not what it says, which may quote what was written.
    const { code } = (error ?? {}) as { code?: unknown };
    this.logger.error(`a line could not be written: ${String(code)}`);
    return true;
  }
}

function sizeOfLine({ strips, ink, characters }: NewLine): number {
  const points = ink?.strokes.reduce((sum, stroke) => sum + stroke.length, 0) ?? 0;
  return strips.length + OF_POINT * points + OF_CHARACTER * characters.length;
}
