import type { Decision } from '@inkling/recognizer';
import type { Candidate } from '../predictions/new-prediction.js';

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
