import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Metrics } from '../../common/metrics.js';
import { Changes } from '../../database/changes.js';
import { DatabaseState } from '../../database/database-state.js';
import { KeptPictures, type PictureToKeep } from './kept-pictures.service.js';
import type { NewPrediction } from './new-prediction.js';
import { PredictionsRepository, type UnwrittenPrediction } from './predictions.repository.js';

/** With the write itself well within the quarter of a second that a crash may cost. */
const WRITE_AFTER_MS = 100;
const TRY_AGAIN_AFTER_MS = 1000;
/** More in one statement would hold up Postgres for tens of milliseconds. */
const AT_ONCE = 200;
/** Characters and bytes of pictures that wait, at most: a picture has up to a megabyte. */
const MOST_WAITING = 32_000_000;

interface Waiting extends UnwrittenPrediction {
  /** A picture of it that has not been admitted yet. */
  readonly toKeep: PictureToKeep | null;
}

/** Where a prediction comes from. */
interface Origin {
  /** When it was known whose it is, see `Changes`. */
  readonly identifiedAt: number;
  readonly address: string;
}

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
  private waiting: Waiting[] = [];
  /** Those that wait and those that are being written. */
  private unwritten = 0;
  /** The same in characters and bytes of pictures. */
  private size = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();
  private isStopping = false;
  /** One could not be written, and nobody was told: the next ones are written before their answers. */
  private isDoubtful = false;

  constructor(
    private readonly predictions: PredictionsRepository,
    private readonly keptPictures: KeptPictures,
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
   * @returns whether it is kept: reading needs no database, so people are answered all the same
   * @throws ProblemError `sign_in_first` when the writer was deleted, or a guest made an account, meanwhile
   */
  record(prediction: NewPrediction, { identifiedAt, address }: Origin): boolean | Promise<boolean> {
    const toKeep = toKeepOf(prediction, address);
    if (!this.mayWait(prediction, identifiedAt)) return this.writeNow(prediction, toKeep);
    this.drop(prediction);
    const unwritten = { ...this.predictions.prepare(prediction), toKeep };
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
    for (const { row, picture } of predictions) {
      this.size += sign * (row.length + (picture?.bytes.length ?? 0));
    }
  }

  private async writeNow(
    prediction: NewPrediction,
    toKeep: PictureToKeep | null,
  ): Promise<boolean> {
    try {
      const isKept = toKeep !== null && (await this.keptPictures.admit([toKeep]))[0];
      await this.predictions.record(isKept ? prediction : { ...prediction, picture: null });
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
      const taken = this.waiting.splice(0, AT_ONCE);
      const batch = await this.admitPictures(taken);
      // Those of pictures that are not kept.
      this.count(taken, -1);
      this.count(batch, 1);
      if (!(await this.write(batch))) {
        this.waiting.unshift(...batch);
        this.flushLater(TRY_AGAIN_AFTER_MS);
        return;
      }
      this.count(batch, -1);
    }
  }

  /** The same without the pictures that are not kept. Each counts once, however often its prediction is written. */
  private async admitPictures(predictions: readonly Waiting[]): Promise<Waiting[]> {
    const toKeep = predictions.flatMap((one) => one.toKeep ?? []);
    if (toKeep.length === 0) return [...predictions];
    const admitted = await this.keptPictures.admit(toKeep);
    let at = 0;
    return predictions.map((one) => {
      if (one.toKeep === null) return one;
      return { ...one, toKeep: null, picture: admitted[at++] ? one.picture : null };
    });
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

const toKeepOf = ({ picture, writerId }: NewPrediction, address: string): PictureToKeep | null =>
  picture && { bytes: picture.bytes.length, writerId, address };
