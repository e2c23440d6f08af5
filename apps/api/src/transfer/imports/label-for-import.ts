import { classOfLabel, type Task } from '@inkling/recognizer';

/** What a label of a file counts as in a task. `undefined`: the task has no such label. */
export const labelForImport = (task: Task, given: string): string | undefined =>
  classOfLabel(task, given);
