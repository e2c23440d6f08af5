import { SYMBOL_PARAMETERS, symbolScores, type SymbolQuestion } from '@inkling/recognizer';
import type { ClassCentres, SymbolParameters } from '@inkling/recognizer/card';

/** What the score of the best symbol is made of, before anything is weighed. */
export interface Evidence {
  /** Which symbol it is, in the order of the label space. */
  readonly symbol: number;
  /** How many share what is known beforehand. */
  readonly symbols: number;
  /** The logarithm of its samples' mean closeness. */
  readonly closeness: number;
  /** Cosine to the class that the network sees. */
  readonly toClass: number;
  /** `-log(likeness)`. */
  readonly strangeness: number;
}

const NOTHING: SymbolParameters = {
  ...{ bias: 0, share: 0, weight: 0, weightAlone: 0, beta: SYMBOL_PARAMETERS.beta },
  ...{ classWeight: 0, likenessWeight: 0 },
};

/** Scores are linear in their weights, so each part is what a score is with that weight alone. */
export function evidenceOf(question: SymbolQuestion, centres: ClassCentres | undefined): Evidence {
  const scoresOf = (weights: Partial<SymbolParameters>): Float64Array => {
    const scores = symbolScores(question, { ...NOTHING, ...weights }, centres);
    const best = Math.max(...question.logProbabilities);
    return scores.map((score) => score - best);
  };
  const ofSymbols = scoresOf({ weight: 1 });
  const closeness = Math.max(...ofSymbols);
  return {
    symbol: ofSymbols.indexOf(closeness),
    symbols: ofSymbols.length,
    closeness,
    toClass: -scoresOf({ classWeight: 1 })[0]!,
    strangeness: scoresOf({ likenessWeight: 1 })[0]!,
  };
}

/** By how much the best symbol's score is above that of the class that the network sees. */
export const marginOf = (
  { symbols, closeness, toClass, strangeness }: Evidence,
  { bias, share, weight, classWeight, likenessWeight }: SymbolParameters,
): number =>
  bias -
  share * Math.log(symbols) +
  weight * closeness -
  classWeight * toClass +
  likenessWeight * strangeness;
