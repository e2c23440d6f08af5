import type { Network } from '@inkling/recognizer';

/** How often a label was answered where another, or the same, was the truth. */
export interface ConfusionCount {
  readonly network: Network;
  readonly answered: string;
  readonly truth: string;
  readonly count: number;
}

export interface Ranked {
  /** Of all drawings with this truth. */
  readonly ofTruth: number;
}

/** Wrong answers by pair, the most frequent first. */
export function confusedPairs<Count extends ConfusionCount>(
  counts: readonly Count[],
  atMost: number,
): (Count & Ranked)[] {
  const support = new Map<string, number>();
  const keyOf = ({ network, truth }: ConfusionCount): string => `${network} ${truth}`;
  for (const row of counts) support.set(keyOf(row), (support.get(keyOf(row)) ?? 0) + row.count);
  return counts
    .filter(({ answered, truth }) => answered !== truth)
    .sort((a, b) => b.count - a.count)
    .slice(0, atMost)
    .map((row) => ({ ...row, ofTruth: row.count / support.get(keyOf(row))! }));
}
