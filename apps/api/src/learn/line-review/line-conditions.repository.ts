import type { CorrectionKind, LineReviewSort, LineTask } from '@inkling/contract';
import { idSchema } from '@inkling/contract';
import { Prisma } from '@inkling/store';
import { z } from 'zod';
import { pageCursor } from '../../common/page-cursor.js';
import type { SampleStatus } from '../review/rows.js';
import { cursorOf, placeOfCursor } from '../review/tuple-cursor.js';

export interface LineFilter {
  readonly status?: SampleStatus | undefined;
  readonly task?: LineTask | undefined;
  readonly kind?: CorrectionKind | undefined;
  readonly writer?: string | undefined;
}

/** It counts as another text than was answered. */
export const IS_CORRECTED = Prisma.sql`(coalesce(i.reviewer_text, i.text) <> line.text)`;

const KIND_CONDITIONS: Readonly<Record<CorrectionKind, Prisma.Sql>> = {
  corrected: IS_CORRECTED,
  confirmed: Prisma.sql`NOT ${IS_CORRECTED}`,
  // Files hold single characters.
  imported: Prisma.sql`false`,
};

/** On `line_correction i JOIN line`. */
export function conditionsOf({ status, task, kind, writer }: LineFilter): Prisma.Sql[] {
  return [
    status && Prisma.sql`i.status = ${status}::sample_status`,
    task && Prisma.sql`line.task = ${task}`,
    kind && KIND_CONDITIONS[kind],
    writer && Prisma.sql`i.writer_id = ${writer}::uuid`,
  ].filter((condition) => condition instanceof Prisma.Sql);
}

/** What a row stands in order by. */
export interface LinePlace {
  readonly id: string;
  /** `null` while it is not known: those come last. */
  readonly suspicion: number | null;
}

interface LineOrder {
  readonly orderBy: Prisma.Sql;
  /** The cursor of the page after a row. */
  cursorAt(place: LinePlace): string;
  /** The rows after a cursor. @throws ProblemError when it is none of this order */
  after(cursor: string): Prisma.Sql;
}

const UNKNOWN = -1;

const suspicionCursor = z.tuple([z.number(), idSchema]);

export const LINE_ORDERS: Readonly<Record<LineReviewSort, LineOrder>> = {
  newest: {
    orderBy: Prisma.sql`i.id DESC`,
    cursorAt: ({ id }) => id,
    after: (cursor) => Prisma.sql`i.id < ${pageCursor(cursor)}::uuid`,
  },
  suspicion: {
    orderBy: Prisma.sql`coalesce(i.suspicion, ${UNKNOWN}) DESC, i.id DESC`,
    cursorAt: ({ suspicion, id }) => cursorOf([suspicion ?? UNKNOWN, id]),
    after: (cursor) => {
      const [suspicion, id] = placeOfCursor(suspicionCursor, cursor);
      return Prisma.sql`(coalesce(i.suspicion, ${UNKNOWN}), i.id) < (${suspicion}::float8, ${id}::uuid)`;
    },
  },
};
