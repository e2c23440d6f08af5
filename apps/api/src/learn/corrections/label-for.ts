import { labelOf, labelsOfTask, type Task } from '@inkling/recognizer';
import { ProblemError } from '../../common/problem-error.js';

/** See `labelOf`. @throws ProblemError `unknown_label` */
export function labelFor(task: Task, given: string): string {
  const label = labelOf(task, given);
  if (label === undefined) throw unknownLabel(task, given);
  return label;
}

function unknownLabel(task: Task, given: string): ProblemError {
  const detail = `"${given}" is no label of ${task}. Labels: ${labelsOfTask(task).join(' ')}`;
  return new ProblemError('unknown_label', detail, { errors: [{ pointer: '/label', detail }] });
}
