/** One setting of the search and how it went. */
export interface Candidate<T> {
  readonly setting: T;
  /** What is to be small. */
  readonly error: number;
  /** Decides among settings whose errors are as good as equal. */
  readonly logLoss: number;
  /** Whether it keeps what must not get worse. */
  readonly harmless: boolean;
}

/** Errors closer than this to the lowest, relatively, differ by luck: a few glyphs. */
export const AS_GOOD_AS_EQUAL = 0.01;

/**
 * The setting with the lowest error among those that do no harm; of those as good as equal the one
 * whose probabilities fit best.
 *
 * @throws Error when all do harm
 */
export function choose<T>(candidates: readonly Candidate<T>[]): T {
  const [lowest, ...others] = best(candidates, candidates.length);
  const limit = lowest!.error * (1 + AS_GOOD_AS_EQUAL);
  return others
    .filter(({ error }) => error <= limit)
    .reduce((chosen, one) => (one.logLoss < chosen.logLoss ? one : chosen), lowest!).setting;
}

/**
 * Those with the lowest errors among those that do no harm, at most `count`, the best first.
 *
 * @throws Error when all do harm
 */
export function best<C extends Candidate<unknown>>(candidates: readonly C[], count: number): C[] {
  const harmless = candidates.filter((candidate) => candidate.harmless);
  if (harmless.length === 0) throw new Error('Every setting does harm: widen the search.');
  return harmless.sort((a, b) => a.error - b.error || a.logLoss - b.logLoss).slice(0, count);
}

/** How far an error may rise before it counts as harm: the larger of the two. */
export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

/**
 * What samples may do to others: everybody's to anybody, and own ones to the drawings of somebody else
 * at the same device, which is rare.
 */
export const TOLERATED: Tolerance = { absolute: 0.001, relative: 0.05 };

export function isHarmless(
  before: number,
  after: number,
  { absolute, relative }: Tolerance = TOLERATED,
): boolean {
  return after - before <= Math.max(absolute, before * relative);
}
