import { Inject, Injectable } from '@nestjs/common';
import { Prisma, PrismaClient } from '@inkling/store';
import type { InkInput } from '@inkling/contract';
import type { Certainty, Network, Task } from '@inkling/recognizer';
import { timeOfId } from '../../common/id.js';
import { ProblemError } from '../../common/problem-error.js';
import { PRISMA } from '../../database/database.module.js';
import { holdRollup, uncount } from './uncount.repository.js';
import type { KeptPicture } from '../pictures/read-picture.js';

export interface Candidate {
  readonly label: string;
  readonly probability: number;
}

export interface Timings {
  readonly preprocess: number;
  readonly model: number;
  readonly memory: number;
  readonly total: number;
}

export interface NewPrediction {
  readonly id: string;
  readonly writerId: string | null;
  readonly task: Task;
  readonly network: Network;
  readonly modelVersionId: string;
  /** `null` for a picture. */
  readonly ink: InkInput | null;
  /** `null` where it is not kept. */
  readonly picture: KeptPicture | null;
  readonly glyph: Uint8Array;
  readonly certainty: Certainty;
  readonly decidedBy: 'model' | 'memory';
  /** Where memory decided, the nearest sample with that label. */
  readonly decidedBySampleId: string | null;
  /** Best first; the first one is the answer. */
  readonly candidates: readonly Candidate[];
  readonly options: { readonly allow?: readonly string[] | undefined; readonly memory: boolean };
  readonly timings: Timings;
  /** A prediction of the same writer that this one stands for from now on. */
  readonly replaces: string | undefined;
}

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

const DELETE_AT_ONCE = 1000;

/** What is younger is in no count yet; rolling up waits twice as long. */
const MAY_BE_COUNTED_AFTER_MS = 30 * 60 * 1000;

const WRITER_KEY = 'prediction_writer_id_fkey';

/**
 * The commit does not wait for the disk: a crash of Postgres or of the machine can take predictions of its last quarter of a
 * second. What is committed after them, as their corrections, takes them to the disk with it.
 */
const ASYNCHRONOUSLY = Prisma.sql`SELECT set_config('synchronous_commit', 'off', true)`;

const writerHasLeft = (): ProblemError =>
  new ProblemError('sign_in_first', 'Your session ended while this was read. Send it again.');

@Injectable()
export class PredictionsRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /**
   * One statement and so one round trip: the row, its picture, and the end of the row it replaces. A
   * correction sets `corrected` in the row itself, so that a deletion that waited for it sees it.
   *
   * @throws ProblemError `sign_in_first` when the writer was deleted, or a guest made an account, meanwhile
   */
  async record(prediction: NewPrediction): Promise<void> {
    try {
      await this.store(prediction);
    } catch (error) {
      if (error instanceof Error && error.message.includes(WRITER_KEY)) throw writerHasLeft();
      throw error;
    }
  }

  private async store(prediction: NewPrediction): Promise<void> {
    const { replaces } = prediction;
    if (replaces === undefined || !mayBeCounted(replaces)) {
      await this.insert(this.prisma, prediction);
      return;
    }
    await this.prisma.$transaction(async (tx) => {
      await holdRollup(tx);
      await uncount(tx, [replaces], prediction.writerId);
      await this.insert(tx, prediction);
    });
  }

  private async insert(tx: Prisma.TransactionClient, prediction: NewPrediction): Promise<void> {
    const { picture, candidates, replaces, writerId } = prediction;
    const best = candidates[0]!;
    const insert = Prisma.sql`
      INSERT INTO prediction (
        id, writer_id, task, network, model_version_id, input_kind, ink, glyph, label, probability,
        certainty, decided_by, decided_by_sample_id, candidates, options, timings
      ) VALUES (
        ${prediction.id}::uuid, ${writerId}::uuid, ${prediction.task}, ${prediction.network},
        ${prediction.modelVersionId}::uuid, ${prediction.ink ? 'ink' : 'picture'}::input_kind,
        ${prediction.ink && JSON.stringify(prediction.ink)}::jsonb, ${prediction.glyph},
        ${best.label}, ${best.probability}, ${prediction.certainty}::certainty,
        ${prediction.decidedBy}::decided_by, ${prediction.decidedBySampleId}::uuid,
        ${JSON.stringify(candidates)}::jsonb,
        ${JSON.stringify(prediction.options)}::jsonb, ${JSON.stringify(prediction.timings)}::jsonb
      )`;
    const parts = [Prisma.sql`inserted AS (${insert})`];
    if (picture) {
      parts.push(Prisma.sql`kept AS (
        INSERT INTO prediction_picture (prediction_id, media_type, width, height, bytes)
        VALUES (${prediction.id}::uuid, ${picture.mediaType}, ${picture.width}, ${picture.height}, ${picture.bytes})
      )`);
    }
    if (replaces !== undefined && writerId !== null) {
      parts.push(Prisma.sql`removed AS (
        DELETE FROM prediction
        WHERE id = ${replaces}::uuid AND writer_id = ${writerId}::uuid AND NOT corrected
      )`);
    }
    await tx.$executeRaw`WITH ${Prisma.join(parts, ', ')} ${ASYNCHRONOUSLY}`;
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

/** By the time in its id. */
const mayBeCounted = (id: string): boolean => Date.now() - timeOfId(id) > MAY_BE_COUNTED_AFTER_MS;

const listColumns = {
  id: true,
  task: true,
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
