import { isDigitLabel, kindPrior, type KindPrior } from '../likeness/prior.js';

/** Drawings that count as "lately". */
const LATELY = 20;
const LATELY_MS = 30 * 60 * 1000;

/** A drawing that was read with certainty: a digit, or a letter. */
export interface DrawnKind {
  /** Of its last reading, or its own. */
  readonly id: string;
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

/** A reading of a drawing. */
export interface KindReading {
  /** Of the reading, or of the drawing. */
  readonly id: string;
  /** The reading of the same drawing before, with a stroke less. */
  readonly replaces?: string | undefined;
  /** That was answered with certainty. */
  readonly label: string | undefined;
}

/** The drawings of a writer with what was read now: each counts once, and as long as it is read with certainty. */
export function withKind(
  drawn: readonly DrawnKind[],
  { id, replaces, label }: KindReading,
  nowMs: number,
): readonly DrawnKind[] {
  // The reading before it may have been unsure: then none of these is the same drawing.
  const others = drawn.filter((one) => one.id !== id && one.id !== replaces);
  if (label === undefined) return others;
  return [...others, { id, isDigit: isDigitLabel(label), atMs: nowMs }].slice(-LATELY);
}
