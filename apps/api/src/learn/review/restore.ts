import type { DecidedSample } from './review.repository.js';
import type { LockedCorrection, Verdict } from './verdict.js';

/**
 * What taking a decision back makes of its samples: each is what it was before, unless somebody changed
 * it since the decision.
 */
export function restore(
  corrections: readonly LockedCorrection[],
  decided: readonly DecidedSample[],
): Verdict[] {
  const ofSample = new Map(decided.map((sample) => [sample.sampleId, sample]));
  return corrections.flatMap((correction) => {
    const { before, revision } = ofSample.get(correction.sampleId)!;
    const isAsDecided = correction.revision === revision;
    return isAsDecided && before ? [{ correction, ...before }] : [];
  });
}
