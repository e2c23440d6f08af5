import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { PrismaClient, type Prisma } from '@inkling/store';
import type { InkInput, LineTask } from '@inkling/contract';
import { POOL, PRISMA } from '../../database/database.module.js';
import { INSERT_LINES, toRow } from './insert-lines.js';
import type { KeptCharacter, KeptRow, NewLine } from './new-line.js';

const listColumns = {
  id: true,
  task: true,
  text: true,
  probability: true,
  certain: true,
  strips: true,
  rows: true,
  createdAt: true,
  modelVersion: { select: { id: true, version: true } },
  correction: { select: { id: true, text: true, status: true } },
} satisfies Prisma.LineSelect;

const detailColumns = {
  ...listColumns,
  inputKind: true,
  ink: true,
  characters: true,
} satisfies Prisma.LineSelect;

type Row = Prisma.LineGetPayload<{ select: typeof listColumns }>;

export type LineRecord = Omit<Row, 'task' | 'rows'> & {
  readonly task: LineTask;
  readonly rows: readonly KeptRow[];
};

export type LineDetail = LineRecord & {
  readonly ink: InkInput | null;
  readonly characters: readonly KeptCharacter[];
};

const DELETE_AT_ONCE = 1000;

@Injectable()
export class LinesRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  /**
   * The rows, and the end of those that they replace unless they were corrected.
   *
   * @returns how many were new: lines with their ids may be there already
   */
  async record(lines: readonly NewLine[]): Promise<number> {
    // Planned each time: a plan from when there were few lines goes through all that there are later.
    return (await this.pool.query(INSERT_LINES, [JSON.stringify(lines.map(toRow))])).rows.length;
  }

  /** Whose a line is: `null` of a visitor's, `undefined` where there is none. */
  async getWriter(id: string): Promise<string | null | undefined> {
    const found = await this.prisma.line.findUnique({ where: { id }, select: { writerId: true } });
    return found?.writerId;
  }

  /** A writer's own, newest first: those before `before`. */
  async listOwn(
    writerId: string,
    filter: { readonly task?: LineTask | undefined; readonly before?: string | undefined },
    limit: number,
  ): Promise<LineRecord[]> {
    const rows = await this.prisma.line.findMany({
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

  async getOwn(writerId: string, id: string): Promise<LineDetail | undefined> {
    const row = await this.prisma.line.findFirst({
      where: { id, writerId },
      select: detailColumns,
    });
    if (!row) return undefined;
    return {
      ...toRecord(row),
      ink: row.ink as unknown as InkInput | null,
      characters: row.characters as unknown as KeptCharacter[],
    };
  }

  /** Removes lines from before that moment that nobody corrected. @returns how many */
  async deleteUncorrectedBefore(moment: Date): Promise<number> {
    let deleted = 0;
    for (;;) {
      const count = await this.prisma.$executeRaw`
        DELETE FROM line WHERE NOT corrected AND id IN (
          SELECT id FROM line WHERE NOT corrected AND created_at < ${moment}
          ORDER BY created_at LIMIT ${DELETE_AT_ONCE})`;
      deleted += count;
      if (count < DELETE_AT_ONCE) return deleted;
    }
  }
}

/** Its writer left, or made an account of a guest's, while it was read. */
export const isWithoutWriter = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('line_writer_id_fkey');

const toRecord = (row: Row): LineRecord => ({
  ...row,
  task: row.task as LineTask,
  rows: row.rows as unknown as KeptRow[],
});
