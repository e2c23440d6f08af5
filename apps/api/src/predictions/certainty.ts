import type { CertaintyLimits } from '@inkling/recognizer';

export type Certainty = 'sure' | 'unsure' | 'unlike';

/** What to tell a person about a probability; the thresholds are the card's. */
export function certaintyOf(
  probability: number,
  { sureFrom, unlikeBelow }: CertaintyLimits,
): Certainty {
  if (probability >= sureFrom) return 'sure';
  return probability < unlikeBelow ? 'unlike' : 'unsure';
}
