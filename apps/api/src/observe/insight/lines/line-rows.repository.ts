import type { LineTask } from '@inkling/contract';
import { Prisma } from '@inkling/store';
import type { Span } from '../period.js';

/** What figures of lines are narrowed to, beside their time. */
export interface LineNarrowing {
  readonly task?: LineTask | undefined;
  readonly writer?: string | undefined;
}

export type LineScope = Span & LineNarrowing;

const narrowed = ({ task, writer }: LineNarrowing): Prisma.Sql =>
  Prisma.sql`${task === undefined ? Prisma.empty : Prisma.sql`AND line.task = ${task}`}
    ${writer === undefined ? Prisma.empty : Prisma.sql`AND line.writer_id = ${writer}::uuid`}`;

const within = (scope: LineScope): Prisma.Sql =>
  Prisma.sql`line.answered_by IS NULL AND line.created_at >= ${scope.from} AND line.created_at < ${scope.to} ${narrowed(scope)}`;

/** A moment. `corrected` is the first column of the index on `created_at`, so each of its values is asked for. */
export const firstLine = (narrowing: LineNarrowing): Prisma.Sql => Prisma.sql`
  SELECT least(
    (SELECT min(created_at) FROM line WHERE corrected AND answered_by IS NULL ${narrowed(narrowing)}),
    (SELECT min(created_at) FROM line WHERE NOT corrected AND answered_by IS NULL ${narrowed(narrowing)}))`;

/**
 * Lines, a row each: id, created_at, certain, answered, and where somebody said it truth and rejected. The
 * reviewer's text counts before the writer's.
 */
export const lines = (scope: LineScope): Prisma.Sql => Prisma.sql`
  SELECT line.id, line.created_at, line.certain, line.text AS answered,
    coalesce(spoken.reviewer_text, spoken.text) AS truth, spoken.status = 'rejected' AS rejected
  FROM line LEFT JOIN line_correction AS spoken ON spoken.line_id = line.id
  WHERE line.corrected = ANY('{t,f}') AND ${within(scope)}`;

/** Of these the ones that somebody said the truth about, and no reviewer rejected. */
export const labelledLines = (scope: LineScope): Prisma.Sql => Prisma.sql`
  SELECT line.id, line.created_at, line.text AS answered,
    coalesce(spoken.reviewer_text, spoken.text) AS truth
  FROM line JOIN line_correction AS spoken ON spoken.line_id = line.id
  WHERE line.corrected AND spoken.status <> 'rejected' AND ${within(scope)}`;
