import { bestClass, blend, type MemoryParameters } from '@inkling/recognizer';
import type { Subject } from './subject.js';
import type { Trial } from './trials.js';
import { logSumExp } from '../../../log-sum-exp.js';

/** How a list of trials went. */
export interface Score {
  readonly samples: number;
  /** Share of glyphs read wrong. */
  readonly error: number;
  /** The mean of the classes' errors: rare classes count as much as frequent ones. */
  readonly balancedError: number;
  /** Mean negative log probability of the right label, in nats. */
  readonly logLoss: number;
  /** What each hand's trials add to `error`; hands whose trials were all read right are left out. */
  readonly errorByHand: ReadonlyMap<string, number>;
}

/** No memory: the network alone. */
export const NO_MEMORY: MemoryParameters = {
  alphaOwn: 0,
  alphaShared: 0,
  beta: 1,
  nearest: 1,
  classCap: 1,
};

/** Reads all trials with the blend that answers use. */
export function scoreTrials(
  { logProbabilities, labels, hands }: Subject,
  trials: readonly Trial[],
  parameters: MemoryParameters,
): Score {
  const k = parameters.nearest;
  const counts = new Map<number, { samples: number; errors: number }>();
  const errorByHand = new Map<string, number>();
  let errors = 0;
  let loss = 0;
  for (const { row, own, shared } of trials) {
    const found = [...own.slice(0, k), ...shared.slice(0, k)];
    const scores = blend(logProbabilities[row]!, found, parameters);
    const label = labels[row]!;
    const ofClass = counts.get(label) ?? { samples: 0, errors: 0 };
    counts.set(label, ofClass);
    ofClass.samples++;
    if (bestClass(scores) !== label) {
      errors++;
      ofClass.errors++;
      const hand = hands[row]!;
      errorByHand.set(hand, (errorByHand.get(hand) ?? 0) + 1 / trials.length);
    }
    loss += logSumExp(scores) - scores[label]!;
  }
  const shares = [...counts.values()].map((one) => one.errors / one.samples);
  return {
    samples: trials.length,
    error: errors / Math.max(1, trials.length),
    balancedError: shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length),
    logLoss: loss / Math.max(1, trials.length),
    errorByHand,
  };
}
