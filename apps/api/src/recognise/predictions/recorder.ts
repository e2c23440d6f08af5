import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Metrics } from '../../common/metrics.js';
import { notFound } from '../../common/problem-error.js';
import { Changes } from '../../database/changes.js';
import { DatabaseState } from '../../database/database-state.js';
import { WriteBehind } from '../../database/write-behind.js';
import { cameBefore, isAgain } from './is-again.js';
import { KeptPictures, type PictureToKeep } from './kept-pictures.service.js';
import type { NewPrediction } from './new-prediction.js';
import { onceRecorded } from './once-recorded.js';
import { PredictionsRepository, type UnwrittenPrediction } from './predictions.repository.js';

interface Waiting extends UnwrittenPrediction {
  /** A picture of it that has not been admitted yet. */
  readonly toKeep: PictureToKeep | null;
  readonly replaces: string | undefined;
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
  /** One could not be written, and nobody was told: the next ones are written before their answers. */
  private isDoubtful = false;
  private readonly queue: WriteBehind<Waiting>;

  constructor(
    private readonly predictions: PredictionsRepository,
    private readonly keptPictures: KeptPictures,
    private readonly database: DatabaseState,
    changes: Changes,
    metrics: Metrics,
  ) {
    this.queue = new WriteBehind(database, changes, {
      sizeOf: ({ row, picture }) => row.length + (picture?.bytes.length ?? 0),
      admit: (batch) => this.admitPictures(batch),
      write: (batch) => this.write(batch),
    });
    metrics.gauge(
      'inkling_predictions_to_write',
      'Answered predictions that are not in the database yet',
      [],
      (gauge) => gauge.set(this.queue.length),
    );
  }

  /**
   * @returns whether it is kept: reading needs no database, so people are answered all the same
   * @throws ProblemError `sign_in_first` when the writer was deleted, or a guest made an account, meanwhile;
   *   `id_taken`
   */
  record(prediction: NewPrediction, { identifiedAt, address }: Origin): boolean | Promise<boolean> {
    const toKeep = toKeepOf(prediction, address);
    if (!this.mayWait(prediction, identifiedAt)) return this.writeNow(prediction, toKeep);
    const replaces = this.queue.supersede(prediction);
    const prepared = this.predictions.prepare({ ...prediction, replaces });
    this.queue.add({ ...prepared, toKeep, replaces });
    return true;
  }

  /**
   * Whether a prediction with an id that its device made is there already. Not where the database is away.
   *
   * @throws ProblemError `id_taken`
   */
  has(id: string, writerId: string | null): Promise<boolean> {
    return cameBefore(this.database, () => this.predictions.getWriter(id), writerId);
  }

  /**
   * Looks for something of a writer's prediction, once it is written.
   *
   * @throws ProblemError `not_found`; others where it waits to be written, see `WriteBehind.find`
   */
  async find<T>(id: string, writerId: string, look: () => Promise<T | undefined>): Promise<T> {
    const found = await this.queue.find(id, writerId, () => onceRecorded(id, look));
    if (found === undefined) throw notFound('prediction');
    return found;
  }

  /** When it resolves, what was answered before is written, or can't be for now. */
  flush(): Promise<void> {
    return this.queue.flush();
  }

  /** Those that are being answered meanwhile are written at once. */
  async beforeApplicationShutdown(): Promise<void> {
    const unwritten = await this.queue.stop();
    if (unwritten > 0) this.logger.error(`${unwritten} predictions could not be written`);
  }

  /**
   * One with an id of its device's is written before its answer: the database alone knows, for all replicas, whether
   * it came before.
   */
  private mayWait({ isIdGiven, replaces }: NewPrediction, identifiedAt: number): boolean {
    return (
      !isIdGiven &&
      this.queue.mayWait(identifiedAt) &&
      !this.isDoubtful &&
      !(replaces !== undefined && this.predictions.mayBeCounted(replaces))
    );
  }

  private async writeNow(
    prediction: NewPrediction,
    toKeep: PictureToKeep | null,
  ): Promise<boolean> {
    // What it replaces may wait.
    if (prediction.replaces !== undefined) await this.queue.flush();
    try {
      const isKept = toKeep !== null && (await this.keptPictures.admit([toKeep]))[0];
      const isNew = await this.predictions.record(
        isKept ? prediction : { ...prediction, picture: null },
      );
      // Sent twice at the same moment.
      if (!isNew) isAgain(await this.predictions.getWriter(prediction.id), prediction.writerId);
      this.database.noteKept();
      this.isDoubtful = false;
      return true;
    } catch (error) {
      if (this.database.noteFailure(error) === undefined) throw error;
      return false;
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
