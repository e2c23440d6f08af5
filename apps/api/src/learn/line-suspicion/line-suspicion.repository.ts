import { Inject, Injectable } from '@nestjs/common';
import type { InkInput, LineSuspicionReason, LineTask } from '@inkling/contract';
import { Prisma, PrismaClient } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';
import type { KeptRow } from '../../recognise/lines/new-line.js';
import type { KeptLine } from '../lines/kept-drawing.js';

/** A corrected line that waits for its suspicion. */
export interface WaitingLine extends KeptLine {
  readonly id: string;
  readonly revision: number;
  readonly task: LineTask;
  /** What it counts as. */
  readonly text: string;
  /** What was asked of it. */
  readonly options: { readonly allow?: readonly string[]; readonly pattern?: string };
}

export interface FoundLineSuspicion {
  readonly id: string;
  /** Of the correction that it speaks of: a later one is left alone. */
  readonly revision: number;
  readonly value: number;
  readonly reasons: readonly LineSuspicionReason[];
}

/** One process at a time finds suspicions of lines. */
const TURN_LOCK = 4_711_006;
/** By which versions the figures that stand were found. */
const FOUND_BY = 'suspicion:lines';

/** A turn waits for inference, and that for the requests of people. */
const PATIENCE = { maxWait: 10_000, timeout: 120_000 };

const FORGOTTEN_AT_ONCE = 2000;

/** By every status, so that the index that begins with it serves. */
const IS_WAITING = Prisma.sql`status IN ('pending', 'approved', 'rejected') AND suspicion IS NULL`;

type Turn = Prisma.TransactionClient;

@Injectable()
export class LineSuspicionRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** @param apart ids of those that can't be judged */
  async isAnyWaiting(apart: readonly string[]): Promise<boolean> {
    const rows = await this.prisma.$queryRaw<unknown[]>`
      SELECT 1 AS found FROM line_correction
      WHERE ${IS_WAITING} AND id <> ALL(${[...apart]}::uuid[]) LIMIT 1`;
    return rows.length > 0;
  }

  /** Whether all of them are in service, as the registry has it. */
  async areChampions(versionIds: readonly string[]): Promise<boolean> {
    const count = await this.prisma.modelVersion.count({
      where: { id: { in: [...versionIds] }, status: 'champion' },
    });
    return count === versionIds.length;
  }

  /** What other versions found is forgotten: what one network doubts, the next one may read. */
  async forgetOthers(foundBy: string): Promise<void> {
    await this.prisma.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT pg_advisory_xact_lock(${TURN_LOCK})::text`;
      const known = await tx.setting.findUnique({ where: { key: FOUND_BY } });
      if (known?.value === foundBy) return;
      if (known) await forgetAll(tx);
      await tx.setting.upsert({
        where: { key: FOUND_BY },
        create: { key: FOUND_BY, value: foundBy },
        update: { value: foundBy },
      });
    }, PATIENCE);
  }

  /**
   * Judges some that wait while no other process has a turn.
   *
   * @param foundBy as in `forgetOthers`: when other versions are at it meanwhile, nothing is judged
   * @returns how many were saved
   */
  async inTurn(
    foundBy: string,
    apart: readonly string[],
    limit: number,
    judge: (waiting: readonly WaitingLine[]) => Promise<readonly FoundLineSuspicion[]>,
  ): Promise<number> {
    return this.prisma.$transaction(async (tx) => {
      const [row] = await tx.$queryRaw<{ mine: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(${TURN_LOCK}) AS mine`;
      if (!row?.mine) return 0;
      const known = await tx.setting.findUnique({ where: { key: FOUND_BY } });
      if (known?.value !== foundBy) return 0;
      return save(tx, await judge(await listWaiting(tx, apart, limit)));
    }, PATIENCE);
  }
}

/** What waits for review first, and of that the newest. */
const listWaiting = (tx: Turn, apart: readonly string[], limit: number): Promise<WaitingLine[]> =>
  tx.$queryRaw<(Omit<WaitingLine, 'rows'> & { ink: InkInput | null; rows: KeptRow[] })[]>`
    SELECT i.id::text, i.revision, line.task, coalesce(i.reviewer_text, i.text) AS text,
      line.options, line.ink, line.strips, line.rows
    FROM line_correction i JOIN line ON line.id = i.line_id
    WHERE i.suspicion IS NULL AND i.id <> ALL(${[...apart]}::uuid[])
    ORDER BY i.status <> 'pending', i.id DESC
    LIMIT ${limit}::int`;

/** Rows that are being changed at this moment are passed over: they come up again, and nobody's decision waits. */
async function save(tx: Turn, found: readonly FoundLineSuspicion[]): Promise<number> {
  if (found.length === 0) return 0;
  return tx.$executeRaw`
    UPDATE line_correction SET suspicion = free.value, reasons = free.reasons::jsonb
    FROM (
      SELECT i.id, found.value, found.reasons
      FROM unnest(
        ${found.map(({ id }) => id)}::uuid[],
        ${found.map(({ revision }) => revision)}::int[],
        ${found.map(({ value }) => value)}::float8[],
        ${found.map(({ reasons }) => JSON.stringify(reasons))}::text[]
      ) AS found (id, revision, value, reasons)
      JOIN line_correction i ON i.id = found.id AND i.revision = found.revision
      ORDER BY i.id FOR UPDATE OF i SKIP LOCKED
    ) AS free
    WHERE line_correction.id = free.id`;
}

async function forgetAll(tx: Turn): Promise<void> {
  let forgotten: number;
  do {
    forgotten = await tx.$executeRaw`
      UPDATE line_correction SET suspicion = NULL, reasons = NULL WHERE id IN (
        SELECT id FROM line_correction WHERE suspicion IS NOT NULL
        ORDER BY id LIMIT ${FORGOTTEN_AT_ONCE} FOR UPDATE SKIP LOCKED)`;
  } while (forgotten === FORGOTTEN_AT_ONCE);
}
