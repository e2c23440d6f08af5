import type { Network } from '@inkling/recognizer';

/** How often something was answered where something else, or the same, was the truth. */
export interface Answered {
  readonly answered: string;
  readonly truth: string;
  readonly count: number;
}

/** The same of a label of single drawings, of which each network has its own. */
export interface ConfusionCount extends Answered {
  readonly network: Network;
}

export interface Ranked {
  /** Of all with this truth. */
  readonly ofTruth: number;
}

/** Wrong answers by pair, the most frequent first. */
export function confusedPairs<Count extends Answered & { readonly network?: Network }>(
  counts: readonly Count[],
  atMost: number,
): (Count & Ranked)[] {
  const support = new Map<string, number>();
  const keyOf = ({ network, truth }: Count): string => JSON.stringify([network, truth]);
  for (const row of counts) support.set(keyOf(row), (support.get(keyOf(row)) ?? 0) + row.count);
  return counts
    .filter(({ answered, truth }) => answered !== truth)
    .sort((a, b) => b.count - a.count)
    .slice(0, atMost)
    .map((row) => ({ ...row, ofTruth: row.count / support.get(keyOf(row))! }));
}
