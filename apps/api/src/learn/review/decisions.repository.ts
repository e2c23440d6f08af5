import { Prisma } from '@inkling/store';
import { recordAudit, type Json } from '../../database/record-audit.js';
import { newId } from '../../common/id.js';
import { labelOf, type ReviewState, type Verdict } from './verdict.js';

export interface NewDecision {
  readonly kind: 'approve' | 'reject' | 'reopen' | 'undo';
  /** `null`: Inkling itself, for a trusted writer. */
  readonly byId: string | null;
  readonly note?: string | undefined;
  readonly automatic?: boolean;
  /** The decision that this one takes back. */
  readonly undoesId?: string;
}

/** A verdict, and the sample's revision after it. */
export interface Carried {
  readonly verdict: Verdict;
  readonly revision: number;
}

/** A sample's history, in words. */
const CHANGES = {
  approve: 'approved',
  reject: 'rejected',
  reopen: 'reopened',
  undo: 'undone',
} as const;

/** So many are named one by one in the audit log; of all, the revisions tell. */
const MOST_NAMED = 20;

/**
 * Carries verdicts out in the transaction that has locked their corrections: samples, a revision of
 * each, and one entry of the audit log for all.
 *
 * @returns the decision's id, to take it back by
 */
export async function recordDecision(
  tx: Prisma.TransactionClient,
  verdicts: readonly Verdict[],
  decision: NewDecision,
): Promise<{ readonly decisionId: string; readonly carried: readonly Carried[] }> {
  const { kind, byId, note, automatic = false, undoesId = null } = decision;
  const decisionId = newId();
  await tx.reviewDecision.create({ data: { id: decisionId, kind, byId, automatic, undoesId } });
  const revised = await update(tx, verdicts);
  await tx.sampleRevision.createMany({
    data: revised.map((sample) => ({
      ...sample,
      id: newId(),
      change: CHANGES[kind],
      byId,
      note: note ?? null,
      decisionId,
    })),
  });
  await recordAudit(tx, {
    byId,
    action: `review.${kind}`,
    subject: { type: 'decision', id: decisionId },
    before: { samples: summary(verdicts, ({ correction }) => correction) },
    after: {
      samples: summary(verdicts, (verdict) => verdict),
      ...(verdicts.length <= MOST_NAMED && {
        corrections: verdicts.map(({ correction }) => correction.id),
      }),
      ...(note !== undefined && { note }),
      ...(automatic && { automatic }),
      ...(undoesId !== null && { undoes: undoesId }),
    },
  });
  const revisions = new Map(revised.map(({ sampleId, revision }) => [sampleId, revision]));
  return {
    decisionId,
    carried: verdicts.map((verdict) => ({
      verdict,
      revision: revisions.get(verdict.correction.sampleId)!,
    })),
  };
}

interface Revised extends ReviewState {
  readonly sampleId: string;
  readonly revision: number;
  readonly label: string;
}

function update(tx: Prisma.TransactionClient, verdicts: readonly Verdict[]): Promise<Revised[]> {
  const samples = verdicts.map(({ correction }) => correction.sampleId);
  const statuses = verdicts.map(({ status }) => status);
  const labels = verdicts.map(({ reviewerLabel }) => reviewerLabel);
  return tx.$queryRaw<Revised[]>`
    UPDATE sample SET status = new.status::sample_status, reviewer_label = new.label,
      revision = sample.revision + 1, updated_at = now()
    FROM unnest(${samples}::uuid[], ${statuses}::text[], ${labels}::text[]) AS new (id, status, label)
    WHERE sample.id = new.id
    RETURNING sample.id::text AS "sampleId", sample.revision, sample.label,
      sample.reviewer_label AS "reviewerLabel", sample.status::text AS status`;
}

/** How many stood how: `[{ status, label, count }]`. */
function summary(
  verdicts: readonly Verdict[],
  stateOf: (verdict: Verdict) => ReviewState,
): readonly Json[] {
  const counts = new Map<string, { status: string; label: string; count: number }>();
  for (const verdict of verdicts) {
    const state = stateOf(verdict);
    const label = labelOf(verdict.correction, state);
    const key = `${state.status} ${label}`;
    const known = counts.get(key);
    if (known) known.count++;
    else counts.set(key, { status: state.status, label, count: 1 });
  }
  return [...counts.values()];
}
