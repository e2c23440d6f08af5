import { isDigitLabel, kindPrior, type KindPrior } from '../likeness/prior.js';

/** Drawings that count as "lately". */
const LATELY = 20;
const LATELY_MS = 30 * 60 * 1000;

/** A drawing that was read with certainty: a digit, or a letter. */
export interface DrawnKind {
  readonly isDigit: boolean;
  /** Milliseconds since 1970. */
  readonly atMs: number;
}

/** What a writer drew lately, as far as it was read with certainty. @param nowMs milliseconds since 1970 */
export function priorOfKinds(drawn: readonly DrawnKind[], nowMs: number): KindPrior {
  const recent = drawn.filter(({ atMs }) => atMs >= nowMs - LATELY_MS);
  const digits = recent.filter(({ isDigit }) => isDigit).length;
  return kindPrior(digits, recent.length - digits);
}

/**
 * The drawings of a writer with one more.
 *
 * @param label that was answered with certainty
 * @param again the same drawing as the last one, with a further stroke
 */
export function withKind(
  drawn: readonly DrawnKind[],
  label: string,
  again: boolean,
  nowMs: number,
): readonly DrawnKind[] {
  const others = again ? drawn.slice(0, -1) : drawn;
  return [...others, { isDigit: isDigitLabel(label), atMs: nowMs }].slice(-LATELY);
}
