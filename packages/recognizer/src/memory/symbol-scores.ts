import type { ClassCentres, SymbolParameters } from '../card/card.js';
import { closeness, type MemoryMatch } from './blend.js';
import { likenessToClasses } from './symbol-centres.js';

/** Chosen on validation writers and alphabets held back, see docs/adr/0021; where a card has none of its own. */
export const SYMBOL_PARAMETERS: SymbolParameters = {
  bias: 11.2,
  weight: 1.25,
  beta: 10.9,
  classWeight: 11.24,
};

/** Closeness that any symbol has: none is quite impossible, and the logarithm stays finite. */
const LEAST_CLOSENESS = 1e-4;

/**
 * Without centres nothing tells how typical a drawing is of its class, so it is taken for as typical as the median
 * of real characters: symbols answer where they are very near, and seldom else.
 */
const USUAL_LIKENESS = 0.85;

export interface SymbolQuestion {
  /** What the network says of its classes, natural logarithms; `-Infinity` where one may not answer. */
  readonly logProbabilities: Float64Array;
  /** Of length 1. */
  readonly embedding: Float32Array;
  /** By index in the label space. */
  readonly allowed: readonly boolean[];
  readonly found: readonly MemoryMatch[];
}

/**
 * Scores of symbols, to stand beside the blended scores of classes: a likelihood ratio in the embedding's space.
 * score(s) = bias - log(number of symbols that may answer) + weight * log(mean closeness of its samples)
 * - classWeight * (cosine to the class that the network sees). That a drawing is some symbol is as probable with one as
 * with thirty of them, so they share it. The mean, not the sum: of two symbols that are equally like a drawing, the one that was taught
 * more often isn't the likelier, and taking real characters away must not grow with teaching.
 *
 * @returns by index in the label space, from the first symbol on
 */
export function symbolScores(
  { logProbabilities, embedding, allowed, found }: SymbolQuestion,
  { bias, weight, beta, classWeight }: SymbolParameters,
  centres: ClassCentres | undefined,
): Float64Array {
  const classes = logProbabilities.length;
  const sums = new Float64Array(allowed.length - classes);
  const counts = new Float64Array(allowed.length - classes);
  for (const { classIndex, similarity } of found) {
    if (classIndex < classes) continue;
    sums[classIndex - classes]! += closeness(similarity, beta);
    counts[classIndex - classes]!++;
  }
  const toClass = centres
    ? likenessToClasses(logProbabilities, embedding, centres)
    : USUAL_LIKENESS;
  const symbols = sums.reduce((count, _, at) => count + Number(allowed[classes + at]), 0);
  const share = bias - Math.log(Math.max(1, symbols));
  return sums.map((sum, at) => {
    if (!allowed[classes + at]) return -Infinity;
    const mean = counts[at]! > 0 ? sum / counts[at]! : 0;
    return share + weight * Math.log(mean + LEAST_CLOSENESS) - classWeight * toClass;
  });
}
