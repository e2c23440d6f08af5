import type { ClassCentres, SymbolParameters } from '../card/card.js';
import { closeness, type MemoryMatch } from './blend.js';
import { likenessToClasses } from './symbol-centres.js';

/**
 * Of a former characters network, as `npm run tune:symbols` chose them on validation writers and alphabets held back
 * (docs/adr/0024); where a card has none of its own.
 */
export const SYMBOL_PARAMETERS: SymbolParameters = {
  bias: 20.15,
  share: 1.56,
  weight: 3,
  weightAlone: 1.5,
  beta: 10.9,
  classWeight: 18,
  likenessWeight: 4.5,
};

/** Closeness that any symbol has: none is quite impossible, and the logarithm stays finite. */
const LEAST_CLOSENESS = 1e-4;

/**
 * Without centres nothing tells how typical a drawing is of its class, so it is taken for as typical as the median
 * of real characters: symbols answer where they are very near, and seldom else.
 */
const USUAL_COSINE = 0.85;

/** Where nothing tells how much a drawing looks like a character, as in a line: with it real characters lose as little. */
const USUAL_LIKENESS = 0.8;

/** What looks less like a character than that is no likelier to be a symbol: a scribble is neither. */
const LEAST_LIKENESS = 0.05;

export interface SymbolQuestion {
  /** What the network says of its classes, natural logarithms; `-Infinity` where one may not answer. */
  readonly logProbabilities: Float64Array;
  /** Of length 1. */
  readonly embedding: Float32Array;
  /** How much it looks like a character that the task knows, 0 to 1; absent: not known. */
  readonly likeness?: number | undefined;
  /** By index in the label space. */
  readonly allowed: readonly boolean[];
  readonly found: readonly MemoryMatch[];
}

/**
 * Scores of symbols, to stand beside the blended scores of classes: a likelihood ratio against the class that the
 * network sees, whatever that class's probability:
 *
 * score(s) = log p(best class) + bias - share * log(number of symbols that may answer)
 * + weight * log(mean closeness of its samples) - classWeight * (cosine to the class) - likenessWeight * log(likeness).
 *
 * That a drawing is some symbol is about as probable with one as with thirty of them, so they share it. The mean, not the
 * sum: of two symbols that are equally like a drawing, the one that was taught more often isn't the likelier, and taking
 * real characters away must not grow with teaching. Among symbols alone only the closeness tells, and `weightAlone` is its weight.
 *
 * @returns by index in the label space, from the first symbol on
 */
export function symbolScores(
  { logProbabilities, embedding, likeness = USUAL_LIKENESS, allowed, found }: SymbolQuestion,
  parameters: SymbolParameters,
  centres: ClassCentres | undefined,
): Float64Array {
  const { bias, share, beta, classWeight, likenessWeight } = parameters;
  const classes = logProbabilities.length;
  const best = logProbabilities.reduce((most, value) => Math.max(most, value), -Infinity);
  const isAlone = best === -Infinity;
  const weight = isAlone ? parameters.weightAlone : parameters.weight;
  const sums = new Float64Array(allowed.length - classes);
  const counts = new Float64Array(allowed.length - classes);
  for (const { classIndex, similarity } of found) {
    if (classIndex < classes) continue;
    sums[classIndex - classes]! += closeness(similarity, beta);
    counts[classIndex - classes]!++;
  }
  const toClass = centres ? likenessToClasses(logProbabilities, embedding, centres) : USUAL_COSINE;
  const symbols = sums.reduce((count, _, at) => count + Number(allowed[classes + at]), 0);
  const beforehand =
    (isAlone ? 0 : best) +
    bias -
    share * Math.log(Math.max(1, symbols)) -
    classWeight * toClass -
    likenessWeight * Math.log(Math.max(LEAST_LIKENESS, likeness));
  return sums.map((sum, at) => {
    if (!allowed[classes + at]) return -Infinity;
    const mean = counts[at]! > 0 ? sum / counts[at]! : 0;
    return beforehand + weight * Math.log(mean + LEAST_CLOSENESS);
  });
}
