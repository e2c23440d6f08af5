import { editsBetween } from '../line/text-parts.js';
import type { WeighedText } from '../line/weigh-text.js';
import { confidentMargin, type Comparison } from './score.js';
import type { LineSuspicionWeights } from './weights.js';

/** What the network for lines makes of a row's text. */
export interface RowEvidence extends WeighedText {
  /** The text in question. */
  readonly text: string;
}

/** Everything that speaks for a line's text or against it. */
export interface LineEvidence {
  readonly rows: readonly RowEvidence[];
  /** Of each character that can be told apart, what a network for single characters says, see `characterMargin`. */
  readonly characters: readonly Comparison[];
}

export interface LineScore {
  /** How likely the text is wrong, 0..1. */
  readonly value: number;
  /** What each adds to the log-odds of a wrong text. */
  readonly parts: { readonly text: number; readonly characters: number };
}

/** No evidence of one character counts for more, in nats: networks are surer than they are right. */
const MOST_EXCESS = 15;

/** A character looks like another one from here on, in nats: that one is seven times as probable. */
const LOOKS_OTHER = -2;

/** How likely a line's text is wrong: a logistic model over what the networks say. */
export function lineSuspicionOf(evidence: LineEvidence, weights: LineSuspicionWeights): LineScore {
  const parts = {
    text: weights.text * excessPerEdit(evidence),
    characters: weights.characters * shareOfOthers(evidence),
  };
  const logOdds = weights.base + parts.text + parts.characters;
  return { value: 1 / (1 + Math.exp(-logOdds)), parts };
}

/**
 * How much better what the network reads fits the ink than the text, for each character in which the two differ: a long
 * line is not suspect for being long, nor for many small doubts; 0 where nothing fits better.
 */
export function excessPerEdit({ rows }: LineEvidence): number {
  let [excess, edits] = [0, 0];
  for (const row of rows) {
    excess += row.excess;
    edits += editsBetween(row.read, row.text);
  }
  return edits === 0 ? 0 : Math.min(MOST_EXCESS, excess / edits);
}

/** Of the characters that can be told apart, those that look like another one. */
export function shareOfOthers({ characters }: LineEvidence): number {
  return characters.filter(looksOther).length / Math.max(1, characters.length);
}

export const looksOther = ({ value }: Comparison): boolean => value < LOOKS_OTHER;

/**
 * What a network for single characters says of one: ln(probability of the label / that of the best other one).
 *
 * @param logProbabilities by class index, natural; `-Infinity` for what the task lacks
 * @returns `undefined` where the label is no class of the task, as of most symbols: the network can tell nothing of it
 */
export const characterMargin = (
  logProbabilities: ArrayLike<number>,
  label: number,
): Comparison | undefined => {
  if ((logProbabilities[label] ?? -Infinity) === -Infinity) return undefined;
  const thresholds = new Float64Array(logProbabilities.length).fill(1);
  return confidentMargin({ label, logProbabilities, thresholds, learnt: false });
};
