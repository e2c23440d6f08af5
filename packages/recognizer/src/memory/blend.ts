import type { MemoryParameters } from '../card/card.js';

/** What a sample of a cosine similarity counts, before it is weighed: exp(-beta * (1 - similarity)), 0..1. */
export const closeness = (similarity: number, beta: number): number =>
  Math.exp(-beta * (1 - similarity));

/** By how similar it is, and whose. */
export const closenessInMemory = (
  { similarity, own }: Pick<MemoryMatch, 'similarity' | 'own'>,
  { beta, betaShared = beta }: Pick<MemoryParameters, 'beta' | 'betaShared'>,
): number => closeness(similarity, own ? beta : betaShared);

/** A sample near the new glyph. */
export interface MemoryMatch {
  readonly classIndex: number;
  /** Cosine similarity of the embeddings, -1..1. */
  readonly similarity: number;
  /** Whether the sample is the writer's own, and not an approved one of somebody else. */
  readonly own: boolean;
}

/**
 * Adds what memory knows to what the network says:
 * score(c) = log p(c) + alpha * min(cap, sum over samples of c of exp(-beta * (1 - similarity))),
 * own and shared samples summed and weighed apart, beta of each its own (after Tip-Adapter, Zhang et al. 2022).
 *
 * @param logProbabilities natural logarithms; `-Infinity` for classes that may not answer, which stay so
 * @param matches at most `parameters.nearest` own and as many shared ones are meant to be given
 */
export function blend(
  logProbabilities: ArrayLike<number>,
  matches: readonly MemoryMatch[],
  parameters: MemoryParameters,
): Float64Array {
  const classes = logProbabilities.length;
  const own = new Float64Array(classes);
  const shared = new Float64Array(classes);
  for (const match of matches) {
    (match.own ? own : shared)[match.classIndex]! += closenessInMemory(match, parameters);
  }
  const { alphaOwn, alphaShared, classCap } = parameters;
  // A loop: this is done for every answer, and a hundred million times where settings are tuned.
  const scores = new Float64Array(classes);
  for (let index = 0; index < classes; index++) {
    scores[index] =
      logProbabilities[index]! +
      alphaOwn * Math.min(classCap, own[index]!) +
      alphaShared * Math.min(classCap, shared[index]!);
  }
  return scores;
}
