import { Inject, Injectable } from '@nestjs/common';
import { PrismaClient } from '@inkling/store';
import type { Pool } from 'pg';
import type { InkInput, LineTask } from '@inkling/contract';
import { rowsOfStrokes, stripsFromBytes, type Stroke } from '@inkling/ink';
import type { TaughtRow } from '@inkling/recognizer';
import { POOL, PRISMA } from '../../database/database.module.js';
import type { KeptRow } from './new-line.js';

/** A row of a line that its writer corrected. */
export interface OwnRow extends TaughtRow {
  readonly lineId: string;
}

/** Named: Postgres parses and plans it once for each connection. */
const STATE_OF_WRITER = {
  name: 'line-state-of-writer',
  text: `
  SELECT count(*)::int AS count,
    count(*) || ' ' || extract(epoch FROM max(updated_at)) || ' ' || sum(revision) AS state
  FROM line_correction
  WHERE writer_id = $1::uuid AND status <> 'rejected'`,
};

/** What a writer has said of lines; of any status but rejected, as with samples. */
@Injectable()
export class LineMemoryRepository {
  constructor(
    @Inject(PRISMA) private readonly prisma: PrismaClient,
    @Inject(POOL) private readonly pool: Pool,
  ) {}

  /** Changes with everything that the writer says or takes back; `undefined` where they said nothing. Each line waits for it. */
  async stateOf(writerId: string): Promise<string | undefined> {
    type State = { readonly count: number; readonly state: string | null };
    const {
      rows: [row],
    } = await this.pool.query<State>({ ...STATE_OF_WRITER, values: [writerId] });
    return row && row.count > 0 ? (row.state ?? undefined) : undefined;
  }

  /** What the newest lines of text say that they said. */
  async textsOf(writerId: string, most: number): Promise<string[]> {
    const lines = await this.prisma.lineCorrection.findMany({
      where: { writerId, status: { not: 'rejected' }, line: { task: 'text' } },
      select: { text: true },
      orderBy: { id: 'desc' },
      take: most,
    });
    return lines.map(({ text }) => text);
  }

  /** The newest lines that they said, row by row. */
  async rowsOf(writerId: string, most: number): Promise<OwnRow[]> {
    const lines = await this.prisma.lineCorrection.findMany({
      where: { writerId, status: { not: 'rejected' } },
      select: {
        text: true,
        lineId: true,
        line: { select: { task: true, ink: true, strips: true, rows: true } },
      },
      orderBy: { id: 'desc' },
      take: most,
    });
    return lines.flatMap(({ text, lineId, line }) => {
      const texts = text.split('\n');
      const widths = (line.rows as unknown as KeptRow[]).map(({ width }) => width);
      const ink = line.ink as unknown as InkInput | null;
      const strokes = ink ? rowsOfStrokes(ink.strokes as unknown as Stroke[]) : [];
      return stripsFromBytes(line.strips, widths).flatMap((strip, at): OwnRow[] => {
        const own = texts[at];
        if (!own) return [];
        const drawn = strokes[at];
        const row = { lineId, task: line.task as LineTask, text: own, strip };
        return [{ ...row, ...(drawn && { strokes: drawn }) }];
      });
    });
  }
}
