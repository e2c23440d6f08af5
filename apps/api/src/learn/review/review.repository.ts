import { Inject, Injectable } from '@nestjs/common';
import { MEMORY_CHANNEL, Prisma, PrismaClient } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';
import { ReplicaId } from '../../recognise/memory/memory-channel.js';
import { recordDecision, type Carried, type NewDecision } from './decisions.repository.js';
import { lastChanges, type LastChange } from './last-changes.repository.js';
import { lockCorrections } from './locked.repository.js';
import { byKind, type LockedCorrection, type Verdict } from './verdict.js';

export interface Outcome {
  /** `null` when nothing was decided. */
  readonly decisionId: string | null;
  readonly found: readonly LockedCorrection[];
  readonly carried: readonly Carried[];
  /** By the correction's id, of what was found and left as it is. */
  readonly changes: ReadonlyMap<string, LastChange>;
}

/** Some hundred corrections, perhaps behind another review of the same. */
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
      const found = await lockCorrections(tx, ids);
      const verdicts = judge(found);
      const judged = new Set(verdicts.map(({ correction }) => correction.id));
      const changes = await lastChanges(
        tx,
        found.filter(({ id }) => !judged.has(id)),
      );
      if (verdicts.length === 0) return { decisionId: null, found, carried: [], changes };
      const { decisionId, carried } = await recordDecision(tx, verdicts, decision);
      await this.notify(tx, verdicts);
      return { decisionId, found, carried, changes };
    }, PATIENCE);
  }

  /** Of samples: lines are in nobody's memory. */
  private async notify(tx: Prisma.TransactionClient, verdicts: readonly Verdict[]): Promise<void> {
    const news = byKind(verdicts).characters.map(({ correction: { sampleId, network } }) =>
      JSON.stringify({ sampleId, network, from: this.replica.value }),
    );
    await tx.$executeRaw`SELECT pg_notify(${MEMORY_CHANNEL}, text) FROM unnest(${news}::text[]) AS text`;
  }
}
