import { Inject, Injectable } from '@nestjs/common';
import { MEMORY_CHANNEL, Prisma, PrismaClient } from '@inkling/store';
import type { Network, Task } from '@inkling/recognizer';
import { PRISMA } from '../../database/database.module.js';
import { ReplicaId } from '../../recognise/memory/memory-channel.js';
import { personOf, type SampleStatus } from './rows.js';
import { recordDecision, type Carried, type NewDecision } from './decisions.repository.js';
import type { LockedCorrection, ReviewState, Verdict } from './verdict.js';

/** The last that happened to a sample, for whoever comes second. */
export interface LastChange {
  readonly change: string;
  readonly at: Date;
  readonly by: ReturnType<typeof personOf>;
}

export interface Outcome {
  /** `null` when nothing was decided. */
  readonly decisionId: string | null;
  readonly found: readonly LockedCorrection[];
  readonly carried: readonly Carried[];
  /** By sample id, of what was found and left as it is. */
  readonly changes: ReadonlyMap<string, LastChange>;
}

/** What a decision made of a sample, and how that stood before. */
export interface DecidedSample {
  readonly sampleId: string;
  /** `null` when it was taken back, or its writer is gone. */
  readonly correctionId: string | null;
  readonly revision: number;
  /** `null` when nobody knows any more. */
  readonly before: ReviewState | null;
}

/** Some hundred samples, perhaps behind another review of the same. */
const PATIENCE = { maxWait: 10_000, timeout: 30_000 };

@Injectable()
export class ReviewRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    private readonly replica: ReplicaId,
  ) {}

  /**
   * Judges corrections, all or none. `judge` is given them as they are while nobody else can replace or
   * take them back; what it throws leaves everything as it was. Other replicas are told with the commit.
   */
  decide(
    ids: readonly string[],
    decision: NewDecision,
    judge: (corrections: readonly LockedCorrection[]) => readonly Verdict[],
  ): Promise<Outcome> {
    return this.prisma.$transaction(async (tx) => {
      const found = await lock(tx, ids);
      const verdicts = judge(found);
      const judged = new Set(verdicts.map(({ correction }) => correction.id));
      const left = found.filter(({ id }) => !judged.has(id)).map(({ sampleId }) => sampleId);
      const changes = await lastChanges(tx, left);
      if (verdicts.length === 0) return { decisionId: null, found, carried: [], changes };
      const { decisionId, carried } = await recordDecision(tx, verdicts, decision);
      await this.notify(tx, verdicts);
      return { decisionId, found, carried, changes };
    }, PATIENCE);
  }

  /** @returns `undefined` when there is no such decision */
  async getDecided(decisionId: string): Promise<DecidedSample[] | undefined> {
    const known = await this.prisma.reviewDecision.findUnique({ where: { id: decisionId } });
    if (!known) return undefined;
    const rows = await this.prisma.$queryRaw<
      (Omit<DecidedSample, 'before'> & { status: SampleStatus | null; label: string | null })[]
    >`
      SELECT r.sample_id::text AS "sampleId", r.revision, c.id::text AS "correctionId",
        before.status::text AS status, before.reviewer_label AS label
      FROM sample_revision r
      LEFT JOIN correction c ON c.sample_id = r.sample_id
      LEFT JOIN LATERAL (
        SELECT status, reviewer_label FROM sample_revision earlier
        WHERE earlier.sample_id = r.sample_id AND earlier.revision < r.revision
        ORDER BY earlier.revision DESC LIMIT 1
      ) before ON true
      WHERE r.decision_id = ${decisionId}::uuid
      ORDER BY r.sample_id`;
    return rows.map(({ status, label, ...row }) => ({
      ...row,
      before: status && { status, reviewerLabel: label },
    }));
  }

  private async notify(tx: Prisma.TransactionClient, verdicts: readonly Verdict[]): Promise<void> {
    const news = verdicts.map(({ correction: { sampleId, network } }) =>
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
      sample: {
        select: {
          id: true,
          network: true,
          task: true,
          label: true,
          reviewerLabel: true,
          status: true,
          revision: true,
        },
      },
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

async function lastChanges(
  tx: Prisma.TransactionClient,
  sampleIds: readonly string[],
): Promise<Map<string, LastChange>> {
  if (sampleIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<
    {
      sampleId: string;
      change: string;
      at: Date;
      byId: string | null;
      name: string | null;
      isGuest: boolean | null;
    }[]
  >`
    SELECT DISTINCT ON (r.sample_id) r.sample_id::text AS "sampleId", r.change, r.created_at AS at,
      r.by_id::text AS "byId", u.name, u.is_anonymous AS "isGuest"
    FROM sample_revision r LEFT JOIN "user" u ON u.id = r.by_id
    WHERE r.sample_id = ANY(${[...sampleIds]}::uuid[])
    ORDER BY r.sample_id, r.revision DESC`;
  return new Map(
    rows.map(({ sampleId, change, at, byId, name, isGuest }) => [
      sampleId,
      { change, at, by: personOf(byId, name, isGuest) },
    ]),
  );
}
