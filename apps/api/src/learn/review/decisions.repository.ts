import { Prisma } from '@inkling/store';
import { recordWebhookEvents } from '@inkling/store/webhooks';
import { recordAudit, type Json } from '../../database/record-audit.js';
import { newId } from '../../common/id.js';
import { decidedEvents } from './decided-events.js';
import { carryOutOnLines, carryOutOnSamples } from './carry-out.repository.js';
import {
  byKind,
  countsAs,
  type LockedCharacter,
  type LockedLine,
  type ReviewState,
  type Verdict,
} from './verdict.js';

export interface NewDecision {
  readonly kind: 'approve' | 'reject' | 'reopen' | 'undo';
  /** `null`: Inkling itself, for a trusted writer. */
  readonly byId: string | null;
  readonly note?: string | undefined;
  readonly automatic?: boolean;
  /** The decision that this one takes back. */
  readonly undoesId?: string;
}

/** A verdict, and the revision after it. */
export interface Carried {
  readonly verdict: Verdict;
  readonly revision: number;
}

/** The history of a sample or a line, in words. */
const CHANGES = {
  approve: 'approved',
  reject: 'rejected',
  reopen: 'reopened',
  undo: 'undone',
} as const;

/** So many are named one by one in the audit log; of all, the revisions tell. */
const MOST_NAMED = 20;

/**
 * Carries verdicts out in the transaction that has locked their corrections: samples and lines, a revision of
 * each, one entry of the audit log for all, and what webhooks are told.
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
  const { characters, lines } = byKind(verdicts);
  const change = { change: CHANGES[kind], byId, note: note ?? null, decisionId };
  const revisions = new Map([
    ...(await carryOutOnSamples(tx, characters, change)),
    ...(await carryOutOnLines(tx, lines, change)),
  ]);
  await recordAudit(tx, {
    byId,
    action: `review.${kind}`,
    subject: { type: 'decision', id: decisionId },
    before: {
      ...(characters.length > 0 && { samples: samplesBy(characters, (v) => v.correction) }),
      ...(lines.length > 0 && { lines: linesBy(lines, (v) => v.correction) }),
    },
    after: {
      ...(characters.length > 0 && { samples: samplesBy(characters, (v) => v) }),
      ...(lines.length > 0 && { lines: linesBy(lines, (v) => v) }),
      ...(verdicts.length <= MOST_NAMED && {
        corrections: verdicts.map(({ correction }) => correction.id),
      }),
      ...(note !== undefined && { note }),
      ...(automatic && { automatic }),
      ...(undoesId !== null && { undoes: undoesId }),
    },
  });
  await recordWebhookEvents(tx, decidedEvents(verdicts, { decisionId, kind, automatic }));
  return {
    decisionId,
    carried: verdicts.map((verdict) => ({
      verdict,
      revision: revisions.get(verdict.correction.id)!,
    })),
  };
}

/** How many stood how: `[{ status, label, count }]`. */
const samplesBy = (
  verdicts: readonly Verdict<LockedCharacter>[],
  stateOf: (verdict: Verdict<LockedCharacter>) => ReviewState,
): readonly Json[] =>
  counted(
    verdicts.map((verdict) => {
      const state = stateOf(verdict);
      return { status: state.status, label: countsAs(verdict.correction, state) };
    }),
  );

/** `[{ status, retyped, count }]`: a text may say anything of a person, so the log does not keep it. */
const linesBy = (
  verdicts: readonly Verdict<LockedLine>[],
  stateOf: (verdict: Verdict<LockedLine>) => ReviewState,
): readonly Json[] =>
  counted(
    verdicts.map((verdict) => {
      const { status, reviewed } = stateOf(verdict);
      return { status, retyped: reviewed !== null };
    }),
  );

function counted(groups: readonly { readonly [key: string]: Json }[]): readonly Json[] {
  const counts = new Map<string, { [key: string]: Json; count: number }>();
  for (const group of groups) {
    const key = JSON.stringify(group);
    const known = counts.get(key);
    if (known) known.count++;
    else counts.set(key, { ...group, count: 1 });
  }
  return [...counts.values()];
}
