import { maskedLogProbabilities } from './calibration.js';
import type { ModelCard } from './card/card.js';
import { classesOfTask, LabelSpace } from './label-space.js';
import type { Task } from './labels.js';

/**
 * What a network alone says, calibrated, among a task's labels.
 *
 * @param logits of one glyph
 * @returns natural logarithms by class index; `-Infinity` for other tasks' labels
 */
export function maskedReading(
  { labels, temperature }: Pick<ModelCard, 'labels' | 'temperature'>,
  task: Task,
  logits: ArrayLike<number>,
): Float64Array {
  const allowed = new LabelSpace({ labels }).indicesOf(classesOfTask(task, labels));
  return maskedLogProbabilities(logits, temperature, allowed);
}
