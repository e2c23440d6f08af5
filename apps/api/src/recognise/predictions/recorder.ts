import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Metrics } from '../../common/metrics.js';
import { Changes } from '../../database/changes.js';
import { DatabaseState } from '../../database/database-state.js';
import type { NewPrediction } from './new-prediction.js';
import { PredictionsRepository, type UnwrittenPrediction } from './predictions.repository.js';

/** With the write itself well within the quarter of a second that a crash may cost. */
const WRITE_AFTER_MS = 100;
const TRY_AGAIN_AFTER_MS = 1000;
/** More in one statement would hold up Postgres for tens of milliseconds. */
const AT_ONCE = 200;
/** Characters that wait, at most: a picture is up to a megabyte of them. */
const MOST_WAITING = 32_000_000;

/**
 * Writes predictions to the database a moment after they were answered, many with one statement. A crash
 * can take those of the last quarter of a second, which nobody has corrected: every other request first
 * waits until what was answered before it is written, see `flush`.
 *
 * Where the database is away, or full, or something is being changed that a record may depend on, one is
 * written before its answer instead.
 */
@Injectable()
export class Recorder implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Recorder.name);
  private waiting: UnwrittenPrediction[] = [];
  /** Those that wait and those that are being written. */
  private unwritten = 0;
  /** The same in characters. */
  private size = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private isStopping = false;
  /** One could not be written, and nobody was told: the next ones are written before their answers. */
  private isDoubtful = false;

  constructor(
    private readonly predictions: PredictionsRepository,
    private readonly database: DatabaseState,
    private readonly changes: Changes,
    metrics: Metrics,
  ) {
    metrics.gauge(
      'inkling_predictions_to_write',
      'Answered predictions that are not in the database yet',
      [],
      (gauge) => gauge.set(this.unwritten),
    );
  }

  /**
   * @param identifiedAt when it was known whose it is, see `Changes`
   * @returns whether it is kept: reading needs no database, so people are answered all the same
   * @throws ProblemError `sign_in_first` when the writer was deleted, or a guest made an account, meanwhile
   */
  record(prediction: NewPrediction, identifiedAt: number): boolean | Promise<boolean> {
    if (!this.mayWait(prediction, identifiedAt)) return this.writeNow(prediction);
    this.drop(prediction);
    const unwritten = this.predictions.prepare(prediction);
    this.waiting.push(unwritten);
    this.count([unwritten], 1);
    this.flushLater(WRITE_AFTER_MS);
    return true;
  }

  /** When it resolves, what was answered before is written, or can't be for now. */
  flush(): Promise<void> {
    if (this.waiting.length > 0) this.writing = this.writing.then(() => this.writeAll());
    return this.writing;
  }

  /** Those that are being answered meanwhile are written at once. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await this.flush();
    clearTimeout(this.timer);
    if (this.unwritten > 0) {
      this.logger.error(`${this.unwritten} predictions could not be written`);
    }
  }

  private mayWait({ replaces }: NewPrediction, identifiedAt: number): boolean {
    return (
      this.changes.isSame(identifiedAt) &&
      this.size < MOST_WAITING &&
      !this.database.isAway &&
      !this.database.isFull &&
      !this.isStopping &&
      !this.isDoubtful &&
      !(replaces !== undefined && this.predictions.mayBeCounted(replaces))
    );
  }

  /** The same drawing with one stroke less need not be written any more. */
  private drop({ replaces, writerId }: NewPrediction): void {
    if (replaces === undefined) return;
    const at = this.waiting.findIndex(
      ({ id, ...its }) => id === replaces && its.writerId === writerId,
    );
    if (at < 0) return;
    this.count(this.waiting.splice(at, 1), -1);
  }

  private count(predictions: readonly UnwrittenPrediction[], sign: 1 | -1): void {
    this.unwritten += sign * predictions.length;
    for (const { row } of predictions) this.size += sign * row.length;
  }

  private async writeNow(prediction: NewPrediction): Promise<boolean> {
    try {
      await this.predictions.record(prediction);
      this.database.noteKept();
      this.isDoubtful = false;
      return true;
    } catch (error) {
      if (this.database.noteFailure(error) === undefined) throw error;
      return false;
    }
  }

  private flushLater(milliseconds: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.flush();
    }, milliseconds);
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, AT_ONCE);
      if (!(await this.write(batch))) {
        this.waiting.unshift(...batch);
        this.flushLater(TRY_AGAIN_AFTER_MS);
        return;
      }
      this.count(batch, -1);
    }
  }

  /** @returns false where it is worth another try */
  private async write(batch: readonly UnwrittenPrediction[]): Promise<boolean> {
    try {
      for (const error of await this.predictions.write(batch)) {
        this.isDoubtful = true;
        // Not what it says, which may quote what was written.
        const { code } = (error ?? {}) as { code?: unknown };
        this.logger.error(`a prediction could not be written: ${String(code)}`);
      }
      this.database.noteKept();
      return true;
    } catch (error) {
      this.database.noteFailure(error);
      return false;
    }
  }
}
