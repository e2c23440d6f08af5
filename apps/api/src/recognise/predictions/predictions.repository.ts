import { Inject, Injectable } from '@nestjs/common';
import { databaseTrouble, Prisma, PrismaClient } from '@inkling/store';
import type { Pool } from 'pg';
import { timeOfId, type InkInput } from '@inkling/contract';
import type { Candidate, Certainty, Task } from '@inkling/recognizer';
import { INSERT_PREDICTIONS, pictureParameters, toRow } from './insert-predictions.js';
import type { NewPrediction } from './new-prediction.js';
import type { KeptPicture } from '../pictures/kept-picture.js';
import { ProblemError } from '../../common/problem-error.js';
import { POOL, PRISMA } from '../../database/database.module.js';
import { holdRollup, uncount } from './uncount.repository.js';

export interface CorrectionState {
  readonly id: string;
  readonly sampleId: string;
  readonly label: string;
  readonly given: string;
  readonly status: 'pending' | 'approved' | 'rejected';
}

export interface PredictionRecord {
  readonly id: string;
  readonly task: Task;
  readonly alphabet: { readonly id: string; readonly name: string } | null;
  readonly label: string;
  readonly probability: number;
  readonly certainty: Certainty;
  readonly candidates: readonly Candidate[];
  readonly decidedBy: 'model' | 'memory';
  readonly model: { readonly id: string; readonly version: number };
  readonly createdAt: Date;
  readonly glyph: Uint8Array;
  readonly correction: CorrectionState | null;
}

export interface PredictionDetail extends PredictionRecord {
  readonly ink: InkInput | null;
  readonly picture: { readonly mediaType: string; readonly bytes: Uint8Array } | null;
}

/** What was asked, as it was understood. */
export interface AskedQuestion {
  readonly task: Task;
  readonly alphabetId: string | null;
  readonly glyph: Uint8Array;
  /** `null` for a picture. */
  readonly ink: InkInput | null;
  readonly options: NewPrediction['options'];
}

const DELETE_AT_ONCE = 1000;

/** What is younger is in no count yet; rolling up waits twice as long. */
const MAY_BE_COUNTED_AFTER_MS = 30 * 60 * 1000;

/** One that waits to be written. */
export interface UnwrittenPrediction {
  readonly id: string;
  readonly writerId: string | null;
  /** As `INSERT_PREDICTIONS` takes it, in JSON. */
  readonly row: string;
  /** The picture that is kept of it. */
  readonly picture: KeptPicture | null;
}

const WRITER_KEY = 'prediction_writer_id_fkey';

const writerHasLeft = (): ProblemError =>
  new ProblemError('sign_in_first', 'Your session ended while this was read. Send it again.');

@Injectable()
export class PredictionsRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  /**
   * One statement: the row, its picture, and the end of the row it replaces. A correction sets `corrected` in
   * the row itself, so that a deletion that waited for it sees it.
   *
   * @returns whether it is new: one with this id may be there already
   * @throws ProblemError `sign_in_first` when the writer was deleted, or a guest made an account, meanwhile
   */
  async record(prediction: NewPrediction): Promise<boolean> {
    try {
      return await this.store(prediction);
    } catch (error) {
      throw isWithoutWriter(error) ? writerHasLeft() : error;
    }
  }

  /** Whose a prediction is: `null` of a visitor's, `undefined` where there is none. */
  async getWriter(id: string): Promise<string | null | undefined> {
    const found = await this.prisma.prediction.findUnique({
      where: { id },
      select: { writerId: true },
    });
    return found?.writerId;
  }

  /**
   * Whether a prediction may be in the figures already: one that replaces it has to be written by `record`. A clock that
   * made the id may be ahead of ours.
   */
  mayBeCounted(id: string): boolean {
    return Math.abs(Date.now() - timeOfId(id)) > MAY_BE_COUNTED_AFTER_MS;
  }

  /** For `write`. */
  prepare(prediction: NewPrediction): UnwrittenPrediction {
    const { id, writerId, picture } = prediction;
    return { id, writerId, row: JSON.stringify(toRow(prediction)), picture };
  }

  /**
   * As `record`, of any number together.
   *
   * @returns what kept single ones from being written; that somebody has left, with everything of theirs, is
   *   no fault
   * @throws what kept all of them: whatever is wrong with the database
   */
  async write(predictions: readonly UnwrittenPrediction[]): Promise<readonly unknown[]> {
    try {
      await this.insert(predictions);
      return [];
    } catch (error) {
      if (databaseTrouble(error)) throw error;
      if (predictions.length === 1) return isWithoutWriter(error) ? [] : [error];
    }
    // One of them is at fault, and not the others.
    const refused: unknown[] = [];
    for (const one of predictions) refused.push(...(await this.write([one])));
    return refused;
  }

  private async store(prediction: NewPrediction): Promise<boolean> {
    const { replaces, writerId, isIdGiven } = prediction;
    const unwritten = this.prepare(prediction);
    // Where this one's clock may be wrong, so may that of the one that it replaces.
    if (replaces === undefined || !(isIdGiven || this.mayBeCounted(replaces))) {
      return (await this.insert([unwritten])) === 1;
    }
    return this.prisma.$transaction(async (tx) => {
      await holdRollup(tx);
      await uncount(tx, [replaces], writerId);
      const inserted = await tx.$queryRawUnsafe<object[]>(
        INSERT_PREDICTIONS,
        ...parametersOf([unwritten]),
      );
      return inserted.length === 1;
    });
  }

  /** @returns how many were new */
  private async insert(predictions: readonly UnwrittenPrediction[]): Promise<number> {
    // Planned each time: a plan from when there were few predictions goes through all that there are later.
    return (await this.pool.query(INSERT_PREDICTIONS, parametersOf(predictions))).rows.length;
  }

  /** A writer's own, newest first: those before `before`. */
  async listOwn(
    writerId: string,
    filter: { readonly task?: Task | undefined; readonly before?: string | undefined },
    limit: number,
  ): Promise<PredictionRecord[]> {
    const rows = await this.prisma.prediction.findMany({
      where: {
        writerId,
        // Characters of a line stand with the line.
        lineId: null,
        ...(filter.task && { task: filter.task }),
        ...(filter.before && { id: { lt: filter.before } }),
      },
      select: listColumns,
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(toRecord);
  }

  async getOwn(writerId: string, id: string): Promise<PredictionDetail | undefined> {
    const row = await this.prisma.prediction.findFirst({
      where: { id, writerId },
      select: { ...listColumns, ink: true, picture: { select: { mediaType: true, bytes: true } } },
    });
    if (!row) return undefined;
    return { ...toRecord(row), ink: row.ink as InkInput | null, picture: row.picture };
  }

  async getQuestion(writerId: string, id: string): Promise<AskedQuestion | undefined> {
    const row = await this.prisma.prediction.findFirst({
      where: { id, writerId },
      select: { task: true, alphabetId: true, glyph: true, ink: true, options: true },
    });
    if (!row) return undefined;
    const options = row.options as unknown as NewPrediction['options'];
    const { alphabetId, glyph } = row;
    return { task: row.task as Task, alphabetId, glyph, ink: row.ink as InkInput | null, options };
  }

  /**
   * Removes predictions from before that moment, except those with a correction and those that the
   * figures still count by their rows. @returns how many
   */
  async deleteUncorrectedBefore(moment: Date): Promise<number> {
    let deleted = 0;
    for (;;) {
      const count = await this.prisma.$executeRaw`
        DELETE FROM prediction
        WHERE NOT corrected AND id IN (
          SELECT id FROM prediction
          WHERE NOT corrected AND created_at < ${moment}
            AND created_at < (SELECT rolled_until FROM prediction_rollup)
          ORDER BY created_at LIMIT ${DELETE_AT_ONCE}
        )`;
      deleted += count;
      if (count < DELETE_AT_ONCE) return deleted;
    }
  }
}

/** What `INSERT_PREDICTIONS` takes. */
const parametersOf = (
  predictions: readonly UnwrittenPrediction[],
): [rows: string, pictureRows: string, bytes: Buffer] => [
  `[${predictions.map(({ row }) => row).join()}]`,
  ...pictureParameters(predictions.flatMap(({ id, picture }) => (picture ? { id, picture } : []))),
];

const isWithoutWriter = (error: unknown): boolean =>
  error instanceof Error && error.message.includes(WRITER_KEY);

const listColumns = {
  id: true,
  task: true,
  alphabet: { select: { id: true, name: true } },
  label: true,
  probability: true,
  certainty: true,
  candidates: true,
  decidedBy: true,
  createdAt: true,
  glyph: true,
  modelVersion: { select: { id: true, version: true } },
  correction: {
    select: {
      id: true,
      sampleId: true,
      label: true,
      given: true,
      sample: { select: { status: true } },
    },
  },
} satisfies Prisma.PredictionSelect;

type Row = Prisma.PredictionGetPayload<{ select: typeof listColumns }>;

function toRecord(row: Row): PredictionRecord {
  const { correction } = row;
  return {
    id: row.id,
    task: row.task as Task,
    alphabet: row.alphabet,
    label: row.label,
    probability: row.probability,
    certainty: row.certainty,
    candidates: row.candidates as unknown as Candidate[],
    decidedBy: row.decidedBy,
    model: row.modelVersion,
    createdAt: row.createdAt,
    glyph: row.glyph,
    correction: correction && {
      id: correction.id,
      sampleId: correction.sampleId,
      label: correction.label,
      given: correction.given,
      status: correction.sample.status,
    },
  };
}
