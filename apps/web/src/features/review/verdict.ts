import type { Decision, ReviewConflict } from '@inkling/contract';
import type { ReviewStatus } from './review-address';
import { countsAs, type Reviewable, type ReviewKind } from './review-kind';

export interface Verdict {
  readonly decision: Decision;
  /** Approve as this label or text instead of the writer's. */
  readonly as?: string;
}

const STATUS_AFTER = {
  approve: 'approved',
  reject: 'rejected',
  reopen: 'pending',
} as const satisfies Record<Decision, ReviewStatus>;

/** What a decision makes of an item, as the server will. Its revision counts the change. */
export function judged<Item extends Reviewable>(
  kind: ReviewKind<Item>,
  item: Item,
  { decision, as }: Verdict,
): Item {
  const { written } = kind.wordsOf(item);
  const word = as === undefined ? written : kind.kept(item, as);
  const isOther = decision === 'approve' && word !== written;
  const next = { ...item, revision: item.revision + 1, status: STATUS_AFTER[decision] };
  return kind.withWords(next, { written, reviewed: isOther ? word : null });
}

/** Whether a decision would leave everything as it is. */
export function isSettled<Item extends Reviewable>(
  kind: ReviewKind<Item>,
  item: Item,
  verdict: Verdict,
): boolean {
  const after = judged(kind, item, verdict);
  return after.status === item.status && countsAs(kind, after) === countsAs(kind, item);
}

/** The item as it was before a decision that is undone. */
export function restored<Item extends Reviewable>(item: Item, former: Item): Item {
  return { ...former, revision: item.revision + 1 };
}

type Answer = { readonly status: ReviewStatus; readonly revision: number } & (
  { readonly label: string } | { readonly text: string }
);

/** The label or text that an answer says something counts as. */
export const wordOf = (answer: { readonly label: string } | { readonly text: string }): string =>
  'text' in answer ? answer.text : answer.label;

/** An item with what the server answered of it. */
export function withAnswer<Item extends Reviewable>(
  kind: ReviewKind<Item>,
  item: Item,
  answer: Answer,
): Item {
  const { written } = kind.wordsOf(item);
  const word = wordOf(answer);
  const { status, revision } = answer;
  const words = { written, reviewed: word === written ? null : word };
  return kind.withWords({ ...item, status, revision }, words);
}

/** An item with what somebody else made of it first. */
export function withConflict<Item extends Reviewable>(
  kind: ReviewKind<Item>,
  item: Item,
  conflict: ReviewConflict,
): Item {
  if (!conflict.change.startsWith('corrected')) return withAnswer(kind, item, conflict);
  // The writer's own word has changed, and with it the reviewer's is gone.
  const { status, revision } = conflict;
  const words = { written: wordOf(conflict), reviewed: null };
  return kind.withWords({ ...item, status, revision }, words);
}
