import { LabelSpace, labelsOfTask, networkOfTask, type Task } from '@inkling/recognizer';

/** By class index of the task's network: whether the class may answer. */
export const classesOfTask = (task: Task): boolean[] =>
  LabelSpace.ofNetwork(networkOfTask(task)).mask(labelsOfTask(task));
