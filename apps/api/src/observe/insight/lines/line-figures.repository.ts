import { Inject, Injectable } from '@nestjs/common';
import { Prisma, PrismaClient } from '@inkling/store';
import { PRISMA } from '../../../database/database.module.js';
import { stepOf, withStart } from '../figure-rows.repository.js';
import type { LabelledLine } from './compare-lines.js';
import { labelledLines, lines, type LineScope } from './line-rows.repository.js';

export interface LineCount {
  readonly start: Date;
  readonly lines: number;
  readonly certain: number;
  readonly said: number;
  readonly corrected: number;
  readonly rejected: number;
}

const CREATED = Prisma.sql`created_at`;

type Stepped<Row> = Omit<Row, 'start'> & { readonly step: number };

/** Lines as Postgres counts them, and their texts. */
@Injectable()
export class LineFiguresRepository {
  constructor(@Inject(PRISMA) private readonly prisma: PrismaClient) {}

  /** By step, oldest first. */
  async counts(scope: LineScope): Promise<LineCount[]> {
    const rows = await this.prisma.$queryRaw<Stepped<LineCount>[]>`
      SELECT ${stepOf(CREATED, scope)} AS step, count(*)::float8 AS lines,
        (count(*) FILTER (WHERE certain))::float8 AS certain,
        (count(*) FILTER (WHERE NOT rejected))::float8 AS said,
        (count(*) FILTER (WHERE NOT rejected AND answered <> truth))::float8 AS corrected,
        (count(*) FILTER (WHERE rejected))::float8 AS rejected
      FROM (${lines(scope)}) AS lines GROUP BY 1 ORDER BY 1`;
    return withStart(rows, scope);
  }

  /** Newest first. */
  async labelled(scope: LineScope, atMost: number): Promise<LabelledLine[]> {
    const rows = await this.prisma.$queryRaw<Stepped<LabelledLine>[]>`
      SELECT ${stepOf(CREATED, scope)} AS step, answered, truth
      FROM (${labelledLines(scope)}) AS labelled
      ORDER BY created_at DESC, id DESC LIMIT ${atMost}::int`;
    return withStart(rows, scope);
  }
}
