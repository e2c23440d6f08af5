import type { AuditEntry } from '@inkling/contract';

/** Entries that are read as one: a reviewer who approves drawing by drawing does one thing. */
export type AuditRun = readonly [AuditEntry, ...AuditEntry[]];

/** Puts decisions of the same kind that one person made one after the other together; order stays. */
export function runsOf(entries: readonly AuditEntry[]): AuditRun[] {
  const runs: [AuditEntry, ...AuditEntry[]][] = [];
  for (const entry of entries) {
    const last = runs.at(-1);
    if (last && goesOn(last[0], entry)) last.push(entry);
    else runs.push([entry]);
  }
  return runs;
}

/** Each other change is told for itself, with what is other than before. */
const goesOn = (one: AuditEntry, other: AuditEntry): boolean =>
  one.action.startsWith('review.') &&
  one.action === other.action &&
  one.by?.id === other.by?.id &&
  isAutomatic(one) === isAutomatic(other);

/** Decided by Inkling itself, for a trusted writer. */
export const isAutomatic = ({ after }: Pick<AuditEntry, 'after'>): boolean =>
  (after as { automatic?: unknown } | null)?.automatic === true;
