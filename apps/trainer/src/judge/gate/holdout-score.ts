import {
  bestClass,
  taskOfNetwork,
  type ModelCard,
  type Network,
  type Task,
} from '@inkling/recognizer';
import { allowedClasses, logProbabilitiesOf, type Reading } from '../../onnx/reading.js';
import type { HoldoutScore } from './holdout-rule.js';

/** How a network reads the samples that were kept back, each among the labels of its own task. */
export function holdoutScore(
  network: Network,
  reading: Reading,
  tasks: readonly Task[] | undefined,
  { labels, temperature }: Pick<ModelCard, 'labels' | 'temperature'>,
): HoldoutScore {
  if (tasks && tasks.length !== reading.count) {
    throw new RangeError(`There are ${tasks.length} tasks for ${reading.count} held-out samples.`);
  }
  let errors = 0;
  let loss = 0;
  const widest = taskOfNetwork(network);
  for (const task of new Set(tasks ?? [widest])) {
    const rows = logProbabilitiesOf(reading, temperature, allowedClasses(network, task, labels));
    rows.forEach((row, at) => {
      if ((tasks?.[at] ?? widest) !== task) return;
      const label = reading.labels[at]!;
      if (bestClass(row) !== label) errors++;
      loss -= row[label]!;
    });
  }
  return { errors, logLoss: reading.count === 0 ? 0 : loss / reading.count };
}
