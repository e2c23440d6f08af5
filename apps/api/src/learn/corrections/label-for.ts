import { classOfLabel, isSymbol, labelsOfTask, symbolOf, type Task } from '@inkling/recognizer';
import { ProblemError } from '../../common/problem-error.js';

/**
 * The class of a label, or the symbol that it is where no network has a class for it.
 *
 * @throws ProblemError `unknown_label` for a class that the task lacks
 */
export function labelFor(task: Task, given: string): string {
  // In its normal form it may be one that has a class: the sign for kelvin is a K.
  const label = symbolOf(given);
  const known = label && (classOfLabel(task, label) ?? (isSymbol(label) ? label : undefined));
  if (known === undefined) throw unknownLabel(task, given);
  return known;
}

function unknownLabel(task: Task, given: string): ProblemError {
  const detail = `"${given}" is no label of ${task}. Labels: ${labelsOfTask(task).join(' ')}`;
  return new ProblemError('unknown_label', detail, { errors: [{ pointer: '/label', detail }] });
}
