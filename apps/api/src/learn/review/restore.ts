import type { DecidedRecord } from './decided.repository.js';
import { subjectOf, type LockedCorrection, type Verdict } from './verdict.js';

/**
 * What taking a decision back makes of its corrections: each is what it was before, unless somebody changed
 * it since the decision.
 */
export function restore(
  corrections: readonly LockedCorrection[],
  decided: readonly DecidedRecord[],
): Verdict[] {
  const ofSubject = new Map(decided.map((record) => [record.subjectId, record]));
  return corrections.flatMap((correction) => {
    const { before, revision } = ofSubject.get(subjectOf(correction))!;
    const isAsDecided = correction.revision === revision;
    return isAsDecided && before ? [{ correction, ...before }] : [];
  });
}
