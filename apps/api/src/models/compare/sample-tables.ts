import type { ComparisonTable } from '@inkling/contract';
import { classMetrics } from '@inkling/recognizer';
import type { ReadByBoth } from './readings.repository.js';

type Who = 'a' | 'b';

/**
 * Figures of both versions on approved samples, each read within the labels of its task.
 *
 * @param labelsOfVersions in the order that tables have
 * @returns none without samples
 */
export function sampleTable(
  source: 'unlearnt' | 'approved',
  samples: readonly ReadByBoth[],
  labelsOfVersions: readonly string[],
): ComparisonTable[] {
  if (samples.length === 0) return [];
  const seen = new Set(samples.flatMap(({ label, a, b }) => [label, a.label, b.label]));
  const labels = labelsOfVersions.filter((label) => seen.has(label));
  return [
    {
      source,
      dataset: source === 'unlearnt' ? 'approved samples, not learnt from' : 'approved samples',
      task: 'each sample’s own',
      samples: samples.length,
      labels,
      a: figuresOf('a', samples, labels),
      b: figuresOf('b', samples, labels),
    },
  ];
}

function figuresOf(
  who: Who,
  samples: readonly ReadByBoth[],
  labels: readonly string[],
): ComparisonTable['a'] {
  const at = new Map(labels.map((label, index) => [label, index]));
  const confusion = labels.map(() => new Array<number>(labels.length).fill(0));
  for (const sample of samples) {
    // A label that the network lacks can't be told in its table.
    const [right, read] = [at.get(sample.label), at.get(sample[who].label)];
    if (right !== undefined && read !== undefined) confusion[right]![read]!++;
  }
  return {
    top1: samples.filter((sample) => sample[who].label === sample.label).length / samples.length,
    perClass: labels.map((label, index) => classMetrics(confusion, index, label)),
    confusion,
  };
}
