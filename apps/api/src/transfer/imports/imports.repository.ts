import { Inject, Injectable } from '@nestjs/common';
import type { ImportRefusal, ImportStart, ImportStatus, TransferFormat } from '@inkling/contract';
import { Prisma, PrismaClient } from '@inkling/store';
import { PRISMA } from '../../database/database.module.js';
import { recordAudit } from '../../database/record-audit.js';
import { WITH_STARTER, type ImportRow } from './import-rows.repository.js';

export interface NewImport {
  readonly id: string;
  readonly byId: string;
  readonly format: TransferFormat;
  readonly choices: ImportStart;
  readonly isHeld: boolean;
  readonly file: { readonly name: string; readonly size: number };
  readonly total: number;
}

/** Those that somebody may still start, stop or undo. */
const OPEN: ImportStatus[] = ['held', 'queued', 'running'];

/** The rows that tell of imports; what happens to them while they run is ClaimedImports'. */
@Injectable()
export class ImportsRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  create({ id, byId, format, choices, isHeld, file, total }: NewImport): Promise<ImportRow> {
    return this.prisma.$transaction(async (tx) => {
      if (!isHeld) await auditStart(tx, { id, byId, format, fileName: file.name });
      return tx.sampleImport.create({
        data: {
          ...{ id, byId, format, total, status: isHeld ? 'held' : 'queued' },
          ...{ fileName: file.name, fileSize: file.size },
          ...columnsOf(choices),
        },
        include: WITH_STARTER,
      });
    });
  }

  get(id: string): Promise<ImportRow | null> {
    return this.prisma.sampleImport.findUnique({ where: { id }, include: WITH_STARTER });
  }

  /** Newest first. */
  list(before: string | undefined, limit: number): Promise<ImportRow[]> {
    return this.prisma.sampleImport.findMany({
      where: before === undefined ? {} : { id: { lt: before } },
      include: WITH_STARTER,
      orderBy: { id: 'desc' },
      take: limit,
    });
  }

  listRefusals(importId: string): Promise<ImportRefusal[]> {
    return this.prisma.importRefusal.findMany({
      where: { importId },
      select: { row: true, place: true, reason: true },
      orderBy: { row: 'asc' },
    });
  }

  /** @returns `false` when it is not held any more */
  start(id: string, byId: string, choices: ImportStart): Promise<boolean> {
    return this.prisma.$transaction(async (tx) => {
      const { count } = await tx.sampleImport.updateMany({
        where: { id, status: 'held' },
        data: { status: 'queued', byId, ...columnsOf(choices) },
      });
      if (count === 0) return false;
      const { format, fileName } = await tx.sampleImport.findUniqueOrThrow({ where: { id } });
      await auditStart(tx, { id, byId, format, fileName });
      return true;
    });
  }

  /**
   * One that nobody works on is over at once; whoever works on one looks between two batches.
   *
   * @returns `false` when it is over already
   */
  cancel(id: string, byId: string): Promise<boolean> {
    return this.prisma.$transaction(async (tx) => {
      const now = new Date();
      const idle = await tx.sampleImport.updateMany({
        where: { id, status: { in: ['held', 'queued'] } },
        data: { status: 'cancelled', finishedAt: now },
      });
      const running = await tx.sampleImport.updateMany({
        where: { id, status: 'running' },
        data: { cancelRequestedAt: now },
      });
      if (idle.count + running.count === 0) return false;
      await recordAudit(tx, { byId, action: 'import.cancel', subject: { type: 'import', id } });
      return true;
    });
  }

  /** @returns `false` when there is nothing to undo */
  undo(id: string, byId: string): Promise<boolean> {
    return this.prisma.$transaction(async (tx) => {
      const { count } = await tx.sampleImport.updateMany({
        where: { id, status: 'completed' },
        data: { status: 'undoing', endsAs: 'undone', leaseUntil: null },
      });
      if (count === 0) return false;
      const { imported } = await tx.sampleImport.findUniqueOrThrow({ where: { id } });
      await recordAudit(tx, {
        ...{ byId, action: 'import.undo', subject: { type: 'import', id } },
        before: { samples: imported },
      });
      return true;
    });
  }

  /** Files of others are of no more use. */
  async listOpenIds(): Promise<Set<string>> {
    const rows = await this.prisma.sampleImport.findMany({
      where: { status: { in: OPEN } },
      select: { id: true },
    });
    return new Set(rows.map(({ id }) => id));
  }

  /** Their files are there. */
  async noteFiles(ids: readonly string[]): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE sample_import SET file_seen_at = now()
      WHERE id = ANY(${[...ids]}::uuid[]) AND status = ANY(${OPEN}::import_status[])`;
  }

  /** Nobody came back to them. @returns how many */
  async cancelHeldBefore(moment: Date): Promise<number> {
    const { count } = await this.prisma.sampleImport.updateMany({
      where: { status: 'held', createdAt: { lt: moment } },
      data: { status: 'cancelled', finishedAt: new Date() },
    });
    return count;
  }
}

const columnsOf = ({ task, status, mapping }: ImportStart) => ({
  task: task ?? null,
  sampleStatus: status ?? null,
  mapping: mapping ?? {},
});

const auditStart = (
  tx: Prisma.TransactionClient,
  {
    id,
    byId,
    format,
    fileName,
  }: { id: string; byId: string; format: TransferFormat; fileName: string },
): Promise<void> =>
  recordAudit(tx, {
    ...{ byId, action: 'import.start', subject: { type: 'import', id } },
    after: { format, file: fileName },
  });
