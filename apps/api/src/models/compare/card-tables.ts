import type { ComparisonTable } from '@inkling/contract';
import type { Evaluation, ModelCard } from '@inkling/recognizer';

/** What both cards tell of the same glyphs: same data set, same labels allowed, same number. */
export function cardTables(
  a: Pick<ModelCard, 'evaluations' | 'labels'>,
  b: Pick<ModelCard, 'evaluations' | 'labels'>,
): ComparisonTable[] {
  return a.evaluations.flatMap((ofA) => {
    const ofB = b.evaluations.find((other) => isSame(ofA, other));
    if (!ofB || !hasTables(ofA) || !hasTables(ofB)) return [];
    const { dataset, task, samples } = ofA;
    const labels = labelsOfBoth(a, b).filter(
      (label) => ofA.labels.includes(label) || ofB.labels.includes(label),
    );
    return [
      {
        source: 'card' as const,
        dataset,
        task,
        samples,
        labels,
        a: spreadOver(labels, ofA),
        b: spreadOver(labels, ofB),
      },
    ];
  });
}

/** In the order of their outputs; symbols that only one of them has a class for come last. */
export const labelsOfBoth = (
  a: Pick<ModelCard, 'labels'>,
  b: Pick<ModelCard, 'labels'>,
): string[] => [...new Set([...a.labels, ...b.labels])];

const isSame = (a: Evaluation, b: Evaluation): boolean =>
  a.dataset === b.dataset && a.task === b.task && a.samples === b.samples;

/** A short entry, of a single group say, has none. */
const hasTables = ({ confusion }: Evaluation): boolean => confusion.length > 0;

/** The same tables with a row for each of the labels; those that were left out never occurred. */
function spreadOver(labels: readonly string[], of: Evaluation): ComparisonTable['a'] {
  const rowOf = labels.map((label) => of.labels.indexOf(label));
  const figures = new Map(of.perClass.map((row) => [row.label, row]));
  return {
    top1: of.top1,
    perClass: labels.map(
      (label) => figures.get(label) ?? { label, support: 0, precision: 0, recall: 0, f1: 0 },
    ),
    confusion: rowOf.map((right) => rowOf.map((read) => of.confusion[right]?.[read] ?? 0)),
  };
}
