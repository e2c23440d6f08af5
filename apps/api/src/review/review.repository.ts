import { Inject, Injectable } from '@nestjs/common';
import { Prisma, PrismaClient } from '@inkling/database';
import type { Network, Task } from '@inkling/recognition';
import { newId } from '../common/id.js';
import { PRISMA } from '../database/database.module.js';
import { MEMORY_CHANNEL, ReplicaId } from '../memory/memory-channel.js';

export type SampleStatus = 'pending' | 'approved' | 'rejected';

export interface ReviewFilter {
  readonly status?: SampleStatus | undefined;
  readonly task?: Task | undefined;
  readonly network?: Network | undefined;
  /** Only those with a smaller id. */
  readonly before?: string | undefined;
}

export interface ReviewRecord {
  readonly id: string;
  readonly sampleId: string;
  readonly predictionId: string;
  readonly network: Network;
  readonly task: Task;
  readonly predicted: string;
  readonly label: string;
  readonly given: string;
  readonly reviewerLabel: string | null;
  readonly status: SampleStatus;
  readonly revision: number;
  readonly writerId: string | null;
  readonly modelVersion: number;
  readonly glyph: Uint8Array;
  readonly createdAt: Date;
}

/** A correction that nobody else can change until the transaction ends. */
export interface LockedCorrection {
  readonly id: string;
  readonly sampleId: string;
  readonly network: Network;
  readonly task: Task;
  /** The writer's class. */
  readonly label: string;
  readonly revision: number;
}

/** What becomes of a correction's sample. */
export interface Verdict {
  readonly id: string;
  readonly sampleId: string;
  readonly network: Network;
  readonly status: 'approved' | 'rejected';
  /** The reviewer's class, where it differs from the writer's. */
  readonly reviewerLabel: string | null;
  /** What it counts as. */
  readonly label: string;
}

export interface Reviewer {
  readonly id: string;
  readonly note: string | undefined;
}

/** Some hundred samples, perhaps behind another review of the same. */
const PATIENCE = { maxWait: 10_000, timeout: 30_000 };

@Injectable()
export class ReviewRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    private readonly replica: ReplicaId,
  ) {}

  /** Newest first. */
  async list(filter: ReviewFilter, limit: number): Promise<ReviewRecord[]> {
    const { status, task, network, before } = filter;
    const rows = await this.prisma.correction.findMany({
      where: {
        ...(before && { id: { lt: before } }),
        sample: { ...(status && { status }), ...(task && { task }), ...(network && { network }) },
      },
      select: listColumns,
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(toRecord);
  }

  /**
   * Judges corrections, all or none. `judge` is given them as they are while nobody else can replace or
   * take them back; what it throws leaves everything as it was. Other replicas are told with the commit.
   *
   * @returns those that were found, and what became of those that were judged
   */
  async review(
    ids: readonly string[],
    by: Reviewer,
    judge: (corrections: readonly LockedCorrection[]) => readonly Verdict[],
  ): Promise<{
    readonly found: readonly LockedCorrection[];
    readonly verdicts: readonly Verdict[];
  }> {
    return this.prisma.$transaction(async (tx) => {
      const found = await lock(tx, ids);
      const verdicts = judge(found);
      if (verdicts.length > 0) {
        await apply(tx, verdicts, by);
        await this.notify(tx, verdicts);
      }
      return { found, verdicts };
    }, PATIENCE);
  }

  private async notify(tx: Prisma.TransactionClient, verdicts: readonly Verdict[]): Promise<void> {
    const news = verdicts.map(({ sampleId, network }) =>
      JSON.stringify({ sampleId, network, from: this.replica.value }),
    );
    await tx.$executeRaw`SELECT pg_notify(${MEMORY_CHANNEL}, text) FROM unnest(${news}::text[]) AS text`;
  }
}

/**
 * Whoever corrects or takes back holds the prediction's row first (see CorrectionsRepository), so that
 * is the row to wait for, in an order that two reviews agree on. Only then the rest is read.
 */
async function lock(
  tx: Prisma.TransactionClient,
  ids: readonly string[],
): Promise<LockedCorrection[]> {
  await tx.$queryRaw`
    SELECT 1 AS locked FROM prediction
    WHERE id IN (SELECT prediction_id FROM correction WHERE id = ANY(${[...ids]}::uuid[]))
    ORDER BY id FOR UPDATE`;
  const rows = await tx.correction.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      sample: { select: { id: true, network: true, task: true, label: true, revision: true } },
    },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ id, sample: { id: sampleId, network, task, ...sample } }) => ({
    id,
    sampleId,
    network: network as Network,
    task: task as Task,
    ...sample,
  }));
}

async function apply(
  tx: Prisma.TransactionClient,
  verdicts: readonly Verdict[],
  { id: byId, note }: Reviewer,
): Promise<void> {
  const samples = verdicts.map(({ sampleId }) => sampleId);
  const statuses = verdicts.map(({ status }) => status);
  const labels = verdicts.map(({ reviewerLabel }) => reviewerLabel);
  const revised = await tx.$queryRaw<Revised[]>`
    UPDATE sample SET status = new.status::sample_status, reviewer_label = new.label,
      revision = sample.revision + 1, updated_at = now()
    FROM unnest(${samples}::uuid[], ${statuses}::text[], ${labels}::text[]) AS new (id, status, label)
    WHERE sample.id = new.id
    RETURNING sample.id::text AS "sampleId", sample.revision, sample.label,
      sample.reviewer_label AS "reviewerLabel", sample.status::text AS status`;
  await tx.sampleRevision.createMany({
    data: revised.map((sample) => ({
      ...sample,
      id: newId(),
      change: sample.status,
      byId,
      note: note ?? null,
    })),
  });
}

interface Revised {
  readonly sampleId: string;
  readonly revision: number;
  readonly label: string;
  readonly reviewerLabel: string | null;
  readonly status: SampleStatus;
}

const listColumns = {
  id: true,
  predictionId: true,
  createdAt: true,
  prediction: { select: { label: true, modelVersion: { select: { version: true } } } },
  sample: {
    select: {
      id: true,
      network: true,
      task: true,
      label: true,
      given: true,
      reviewerLabel: true,
      status: true,
      revision: true,
      writerId: true,
      glyph: true,
    },
  },
} satisfies Prisma.CorrectionSelect;

type Row = Prisma.CorrectionGetPayload<{ select: typeof listColumns }>;

function toRecord({ id, predictionId, createdAt, prediction, sample }: Row): ReviewRecord {
  const { id: sampleId, network, task, ...rest } = sample;
  return {
    ...rest,
    id,
    sampleId,
    predictionId,
    createdAt,
    network: network as Network,
    task: task as Task,
    predicted: prediction.label,
    modelVersion: prediction.modelVersion.version,
  };
}
