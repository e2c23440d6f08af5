import { Inject, Injectable } from '@nestjs/common';
import { announceSamples, PrismaClient } from '@inkling/store';
import type { Network } from '@inkling/recognizer';
import { PRISMA } from '../../database/database.module.js';
import { ReplicaId } from '../../recognise/memory/memory-channel.js';
import { WITH_STARTER, type ImportRow } from './import-rows.repository.js';
import { LEASE_S } from './lease.js';

/** When no replica had the file for so long, it is taken for granted that it is gone. */
const LOST_AFTER_S = 600;

const REMOVED_AT_ONCE = 1000;

export interface RemovedSample {
  readonly id: string;
  readonly network: Network;
  /** It was in everybody's memory. */
  readonly isShared: boolean;
}

/** Imports while a process works on them: one process at a time for each, until its lease ends. */
@Injectable()
export class ClaimedImports {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    private readonly replica: ReplicaId,
  ) {}

  /**
   * The oldest that waits for somebody.
   *
   * @param but ids of those whose files lie elsewhere: only what needs no file is done for them
   */
  async claim(but: readonly string[]): Promise<ImportRow | undefined> {
    const [row] = await this.prisma.$queryRaw<{ id: string }[]>`
      UPDATE sample_import SET lease_until = now() + make_interval(secs => ${LEASE_S}),
        status = CASE status WHEN 'queued' THEN 'running' ELSE status END,
        started_at = coalesce(started_at, now())
      WHERE id = (
        SELECT id FROM sample_import
        WHERE status IN ('queued', 'running', 'undoing')
          AND (lease_until IS NULL OR lease_until < now())
          AND (id <> ALL(${[...but]}::uuid[]) OR status = 'undoing' OR cancel_requested_at IS NOT NULL)
        ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
      )
      RETURNING id::text`;
    if (!row) return undefined;
    const claimed = await this.prisma.sampleImport.findUnique({
      where: { id: row.id },
      include: WITH_STARTER,
    });
    return claimed ?? undefined;
  }

  /** While a batch takes long. */
  async renew(id: string): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE sample_import SET lease_until = now() + make_interval(secs => ${LEASE_S})
      WHERE id = ${id}::uuid AND status IN ('running', 'undoing')`;
  }

  /** Another process may go on with it at once. */
  async release(id: string): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE sample_import SET lease_until = now() WHERE id = ${id}::uuid`;
  }

  /** Its file is not on this machine. @returns whether it is to be given up */
  async isLost(id: string): Promise<boolean> {
    const [row] = await this.prisma.$queryRaw<{ lost: boolean }[]>`
      SELECT file_seen_at < now() - make_interval(secs => ${LOST_AFTER_S}) AS lost
      FROM sample_import WHERE id = ${id}::uuid`;
    return row?.lost ?? false;
  }

  /** @returns whether it is: not where somebody wished meanwhile that it is cancelled */
  async complete(id: string): Promise<boolean> {
    const { count } = await this.prisma.sampleImport.updateMany({
      where: { id, status: 'running', cancelRequestedAt: null },
      data: { status: 'completed', finishedAt: new Date(), leaseUntil: null },
    });
    return count > 0;
  }

  /** From now on its samples are removed, also by another process after this one. */
  async beginRemoval(
    id: string,
    endsAs: 'failed' | 'cancelled',
    failure: string | null,
  ): Promise<void> {
    await this.prisma.sampleImport.updateMany({
      where: { id, status: 'running' },
      data: { status: 'undoing', endsAs, failure },
    });
  }

  /**
   * Some of its samples with all that is known of them, their history too. Other replicas are told of what was in
   * memory.
   *
   * @returns none when all are gone, or it is not being removed
   */
  async removeSome(id: string): Promise<RemovedSample[]> {
    return this.prisma.$transaction(async (tx) => {
      const removed = await tx.$queryRaw<RemovedSample[]>`
        DELETE FROM sample WHERE id IN (
          SELECT id FROM sample WHERE import_id = (
            SELECT id FROM sample_import WHERE id = ${id}::uuid AND status = 'undoing')
          LIMIT ${REMOVED_AT_ONCE}::int)
        RETURNING id::text, network, status = 'approved' AND remembered AS "isShared"`;
      const ids = removed.map((sample) => sample.id);
      await tx.$executeRaw`DELETE FROM sample_revision WHERE sample_id = ANY(${ids}::uuid[])`;
      const shared = removed.filter(({ isShared }) => isShared);
      await announceSamples(tx, shared, this.replica.value);
      return removed;
    });
  }

  async endRemoval(id: string): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE sample_import SET status = ends_as, ends_as = NULL, imported = 0, lease_until = NULL,
        finished_at = coalesce(finished_at, now())
      WHERE id = ${id}::uuid AND status = 'undoing'`;
  }

  /** By network and label: how many of an import are in memory. */
  async countRemembered(id: string): Promise<Map<string, number>> {
    const rows = await this.prisma.$queryRaw<{ key: string; count: number }[]>`
      SELECT concat(network, ' ', coalesce(reviewer_label, label)) AS key, count(*)::int AS count
      FROM sample WHERE import_id = ${id}::uuid AND remembered
      GROUP BY 1`;
    return new Map(rows.map(({ key, count }) => [key, count]));
  }
}
