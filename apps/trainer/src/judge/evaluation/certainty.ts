/** An answer on a glyph whose label is known. */
export interface Answer {
  /** Of the answer, 0..1. */
  readonly probability: number;
  readonly right: boolean;
}

/**
 * Of the answers shown as sure at least this share shall be right on validation writers: a little more than the
 * 99 % that are promised, since strangers are read a little worse.
 */
export const SURE_RIGHT = 0.993;
/** At most this share of real characters may be called unlike one. */
export const REAL_UNLIKE = 0.005;

/**
 * The lowest probability from which on the answers, taken together, are right often enough.
 *
 * @returns 1 when there is none: then nothing is sure
 */
export function lowestSureProbability(answers: readonly Answer[], share = SURE_RIGHT): number {
  const sorted = [...answers].sort((a, b) => b.probability - a.probability);
  let lowest = 1;
  let right = 0;
  sorted.forEach((answer, at) => {
    if (answer.right) right++;
    // Answers of one probability are sure together or not at all.
    if (sorted[at + 1]?.probability === answer.probability) return;
    if (right / (at + 1) >= share) lowest = answer.probability;
  });
  return lowest;
}

/**
 * The highest probability under which no more than a share of the answers on real characters lie.
 */
export function highestUnlikeProbability(
  probabilities: readonly number[],
  share = REAL_UNLIKE,
): number {
  const sorted = [...probabilities].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * share)] ?? 0;
}

/** Share of the answers that is right; 0 of none. */
export const shareRight = (answers: readonly Answer[]): number =>
  answers.filter(({ right }) => right).length / Math.max(1, answers.length);

/** Share of the values under a limit; 0 of none. */
export function shareBelow(values: readonly number[], limit: number): number {
  return values.length === 0 ? 0 : values.filter((value) => value < limit).length / values.length;
}
