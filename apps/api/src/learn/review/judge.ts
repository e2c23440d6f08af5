import type { ReviewRequest } from '@inkling/contract';
import type { ProblemError } from '../../common/problem-error.js';
import { validationProblem } from '../../common/validation.js';
import { labelFor } from '../corrections/label-for.js';
import { checkedText } from '../lines/checked-text.js';
import type { LockedCorrection, ReviewState, Verdict } from './verdict.js';

/** What a reviewer wants of some corrections. */
export type Wanted = Pick<ReviewRequest, 'decision' | 'label' | 'text'>;

/**
 * What a reviewer's decision makes of each correction. The label or text of a reviewer is kept only where it
 * differs from the writer's; approving without one takes the writer's word.
 *
 * @throws ProblemError when a correction's task does not have the label, the text has not the line's rows, or
 * one of them is of the other kind
 */
export function judge(corrections: readonly LockedCorrection[], wanted: Wanted): Verdict[] {
  return corrections.map((correction) => ({ correction, ...stateAfter(correction, wanted) }));
}

function stateAfter(correction: LockedCorrection, wanted: Wanted): ReviewState {
  if (wanted.decision === 'reject') return { status: 'rejected', reviewed: null };
  if (wanted.decision === 'reopen') return { status: 'pending', reviewed: null };
  const reviewed = reviewedAs(correction, wanted) ?? correction.written;
  return { status: 'approved', reviewed: reviewed === correction.written ? null : reviewed };
}

/** `undefined`: as its writer gave it. */
function reviewedAs(correction: LockedCorrection, { label, text }: Wanted): string | undefined {
  if (correction.kind === 'line') {
    if (label !== undefined) throw misplaced('label', 'A line has no label: send its "text".');
    return text === undefined ? undefined : checkedText(text, correction.rows);
  }
  if (text !== undefined) throw misplaced('text', 'A character has no text: send its "label".');
  return label === undefined ? undefined : labelFor(correction.task, label);
}

const misplaced = (field: 'label' | 'text', message: string): ProblemError =>
  validationProblem([{ message, path: [field] }]);
