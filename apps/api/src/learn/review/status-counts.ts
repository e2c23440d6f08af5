import type { SampleStatus } from './rows.js';

/** How many stand how. */
export const countsOf = (
  rows: readonly { readonly status: SampleStatus; readonly count: number }[],
): Record<SampleStatus, number> => {
  const counts = { pending: 0, approved: 0, rejected: 0 };
  for (const { status, count } of rows) counts[status] += count;
  return counts;
};

/** Of what stands as it was decided, and how many of these one person decided. */
export const decidedOf = (
  rows: readonly { readonly status: SampleStatus; readonly count: number; readonly mine: number }[],
): { approved: number; rejected: number; mine: number } => {
  const { approved, rejected } = countsOf(rows);
  return { approved, rejected, mine: rows.reduce((sum, { mine }) => sum + mine, 0) };
};
