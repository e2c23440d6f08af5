import {
  classOfLabel,
  LabelSpace,
  labelsOfTask,
  networkOfTask,
  type Task,
} from '@inkling/recognizer';
import { ProblemError } from '../../common/problem-error.js';

/**
 * By class index of the task's network: whether the class may answer.
 *
 * @param allow labels in any case of a merged letter; absent: all of the task's
 * @throws ProblemError `unknown_label`, pointing at each that the task doesn't have
 */
export function allowedClasses(task: Task, allow: readonly string[] | undefined): boolean[] {
  const classes = allow ? classesOf(task, allow) : labelsOfTask(task);
  return LabelSpace.ofNetwork(networkOfTask(task)).mask(classes);
}

function classesOf(task: Task, allow: readonly string[]): string[] {
  const classes = allow.map((label) => classOfLabel(task, label));
  const errors = classes.flatMap((known, index) =>
    known === undefined
      ? [{ pointer: `/allow/${index}`, detail: `"${allow[index]!}" is no label of ${task}` }]
      : [],
  );
  if (errors.length === 0) return classes as string[];
  const detail = `${errors[0]!.detail}. Labels: ${labelsOfTask(task).join(' ')}`;
  throw new ProblemError('unknown_label', detail, { errors });
}
