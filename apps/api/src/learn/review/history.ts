import type { ReviewPerson } from '@inkling/contract';
import { personOf } from './rows.js';

interface RevisionRow {
  readonly revision: number;
  readonly change: string;
  readonly note: string | null;
  readonly decisionId: string | null;
  readonly createdAt: Date;
  readonly by: {
    readonly id: string;
    readonly name: string;
    readonly isAnonymous: boolean | null;
  } | null;
  readonly decision: { readonly automatic: boolean } | null;
}

interface Told {
  readonly revision: number;
  readonly change: string;
  readonly by: ReviewPerson | null;
  readonly at: string;
  readonly note: string | null;
  readonly automatic: boolean;
  readonly decisionId: string | null;
}

/** What has to be read of a revision beside its state. */
export const HISTORY_COLUMNS = {
  by: { select: { id: true, name: true, isAnonymous: true } },
  decision: { select: { automatic: true } },
} as const;

/** Revisions as reviewers see them, each with the state before it; newest first, as they come. */
export function historyOf<Row extends RevisionRow, State>(
  rows: readonly Row[],
  stateOf: (row: Row) => State,
): (Told & State & { readonly before: State | null })[] {
  return rows.map((row, index) => ({
    ...{ revision: row.revision, change: row.change, note: row.note, decisionId: row.decisionId },
    ...stateOf(row),
    before: rows[index + 1] ? stateOf(rows[index + 1]!) : null,
    by: row.by && personOf(row.by.id, row.by.name, row.by.isAnonymous),
    at: row.createdAt.toISOString(),
    automatic: row.decision?.automatic ?? false,
  }));
}
