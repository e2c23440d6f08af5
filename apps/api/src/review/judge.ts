import type { ReviewRequest } from '@inkling/contract';
import { classOfLabel, labelsOfTask, type Task } from '@inkling/recognition';
import { ProblemError } from '../common/problem-error.js';
import type { LockedCorrection, Verdict } from './review.repository.js';

/**
 * What a reviewer's decision makes of each correction. The label of a reviewer is kept only where it
 * differs from the writer's; approving without one takes the writer's word.
 *
 * @throws ProblemError when a correction's task does not have the label
 */
export function judge(
  corrections: readonly LockedCorrection[],
  { decision, label }: Pick<ReviewRequest, 'decision' | 'label'>,
): Verdict[] {
  return corrections.map(({ id, sampleId, network, task, label: written }) => {
    const reviewed = label === undefined ? written : requireClass(task, label);
    return {
      id,
      sampleId,
      network,
      status: decision === 'approve' ? 'approved' : 'rejected',
      reviewerLabel: decision === 'approve' && reviewed !== written ? reviewed : null,
      label: reviewed,
    };
  });
}

function requireClass(task: Task, label: string): string {
  const found = classOfLabel(task, label);
  if (found !== undefined) return found;
  const detail = `"${label}" is no label of ${task}. Labels: ${labelsOfTask(task).join(' ')}`;
  throw new ProblemError('unknown_label', detail, { errors: [{ pointer: '/label', detail }] });
}
