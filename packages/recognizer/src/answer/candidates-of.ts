import type { Decision } from '../memory/decide.js';

/** A label that may answer, 0..1. */
export interface Candidate {
  readonly label: string;
  readonly probability: number;
}

/** All labels that may answer, best first; the answer itself leads also where rounding makes a tie. */
export function candidatesOf(
  { probabilities, best }: Decision,
  labels: readonly string[],
  allowed: readonly boolean[],
): Candidate[] {
  return labels
    .flatMap((label, index) =>
      allowed[index] ? [{ label, probability: probabilities[index]!, index }] : [],
    )
    .sort(
      (a, b) =>
        b.probability - a.probability || Number(b.index === best) - Number(a.index === best),
    )
    .map(({ label, probability }) => ({ label, probability }));
}
