import { DIGIT_LABELS } from '../labels.js';
import { ambiguousLabels, sameShape } from './ambiguity.js';

/** How much of what somebody drew lately were digits, and how much letters. */
export interface KindPrior {
  /** Shares that add up to 1, one drawing of each kind counted in beforehand. */
  readonly digits: number;
  readonly letters: number;
  /** How many drawings it is from. */
  readonly drawings: number;
}

interface Candidate {
  readonly label: string;
  readonly probability: number;
}

const digits: ReadonlySet<string> = new Set(DIGIT_LABELS);

export const isDigitLabel = (label: string): boolean => digits.has(label);

/** By the rule of succession (Laplace 1814), so that no kind is ever out of the question. */
export function kindPrior(digits: number, letters: number): KindPrior {
  const drawings = digits + letters;
  return {
    digits: (digits + 1) / (drawings + 2),
    letters: (letters + 1) / (drawings + 2),
    drawings,
  };
}

/**
 * Where the shape can't tell a digit from a letter, what somebody drew lately may: labels of that shape are
 * weighed by the share of their kind, and have as much in all as before.
 *
 * @param candidates all that may answer, most probable first
 * @returns the same in their new order; `undefined` where the prior has nothing to say
 */
export function withKindPrior<C extends Candidate>(
  candidates: readonly C[],
  prior: KindPrior,
): C[] | undefined {
  const open = ambiguousLabels(candidates);
  if (prior.drawings === 0 || open.every(isDigitLabel) || !open.some(isDigitLabel)) {
    return undefined;
  }
  const shape = new Set(sameShape(open[0]!));
  const weighed = ({ label, probability }: C): number =>
    probability * (isDigitLabel(label) ? prior.digits : prior.letters);
  const alike = candidates.filter(({ label }) => shape.has(label));
  const sumOf = (value: (candidate: C) => number) =>
    alike.reduce((sum, candidate) => sum + value(candidate), 0);
  const scale = sumOf(({ probability }) => probability) / sumOf(weighed);
  return candidates
    .map((candidate) =>
      shape.has(candidate.label)
        ? { ...candidate, probability: weighed(candidate) * scale }
        : candidate,
    )
    .sort((a, b) => b.probability - a.probability);
}
