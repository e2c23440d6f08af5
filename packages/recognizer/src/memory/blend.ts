import type { MemoryParameters } from '../card/card.js';

/**
 * What a sample counts, before it is weighed: exp(-beta * (1 - similarity)), 0..1.
 *
 * @param own whether it is the writer's own
 */
export const closeness = (
  { beta, betaShared = beta }: Pick<MemoryParameters, 'beta' | 'betaShared'>,
  similarity: number,
  own: boolean,
): number => Math.exp(-(own ? beta : betaShared) * (1 - similarity));

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
  const own = new Float64Array(logProbabilities.length);
  const shared = new Float64Array(logProbabilities.length);
  for (const { classIndex, similarity, own: isOwn } of matches) {
    (isOwn ? own : shared)[classIndex]! += closeness(parameters, similarity, isOwn);
  }
  return Float64Array.from(logProbabilities, (logProbability, index) => {
    const fromOwn = parameters.alphaOwn * Math.min(parameters.classCap, own[index]!);
    const fromShared = parameters.alphaShared * Math.min(parameters.classCap, shared[index]!);
    return logProbability + fromOwn + fromShared;
  });
}
