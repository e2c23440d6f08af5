import type { CertaintyLimits, ModelCard } from './card/card.js';
import type { Task } from './labels.js';

export type Certainty = 'sure' | 'unsure' | 'unlike';

/** What to tell a person about a probability; the thresholds are the card's. */
export function certaintyOf(
  probability: number,
  { sureFrom, unlikeBelow }: CertaintyLimits,
): Certainty {
  if (probability >= sureFrom) return 'sure';
  return probability < unlikeBelow ? 'unlike' : 'unsure';
}

/** The limits that hold for a task. */
export function certaintyLimits(card: Pick<ModelCard, 'certainty'>, task: Task): CertaintyLimits {
  return card.certainty.tasks?.[task] ?? card.certainty;
}
