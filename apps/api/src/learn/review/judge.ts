import type { ReviewRequest } from '@inkling/contract';
import { classOfLabel, labelsOfTask, type Task } from '@inkling/recognizer';
import { ProblemError } from '../../common/problem-error.js';
import type { LockedCorrection, ReviewState, Verdict } from './verdict.js';

/**
 * What a reviewer's decision makes of each correction. The label of a reviewer is kept only where it
 * differs from the writer's; approving without one takes the writer's word.
 *
 * @throws ProblemError when a correction's task does not have the label
 */
export function judge(
  corrections: readonly LockedCorrection[],
  request: Pick<ReviewRequest, 'decision' | 'label'>,
): Verdict[] {
  return corrections.map((correction) => ({ correction, ...standingAfter(correction, request) }));
}

function standingAfter(
  { task, label: written }: LockedCorrection,
  { decision, label }: Pick<ReviewRequest, 'decision' | 'label'>,
): ReviewState {
  if (decision === 'reject') return { status: 'rejected', reviewerLabel: null };
  if (decision === 'reopen') return { status: 'pending', reviewerLabel: null };
  const reviewed = label === undefined ? written : requireClass(task, label);
  return { status: 'approved', reviewerLabel: reviewed === written ? null : reviewed };
}

function requireClass(task: Task, label: string): string {
  const found = classOfLabel(task, label);
  if (found !== undefined) return found;
  const detail = `"${label}" is no label of ${task}. Labels: ${labelsOfTask(task).join(' ')}`;
  throw new ProblemError('unknown_label', detail, { errors: [{ pointer: '/label', detail }] });
}
