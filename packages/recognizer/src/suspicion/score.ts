import { LEAST_PROBABILITY } from '../calibration.js';
import { closeness } from '../memory/blend.js';
import { RECORD_PRIOR, VOTE, type SuspicionWeights, type VoteParameters } from './weights.js';

/** A sample that looks like the one in question, which is not among them. */
export interface Witness {
  /** What it counts as. */
  readonly classIndex: number;
  /** Cosine similarity of the embeddings, -1..1. */
  readonly similarity: number;
  readonly approved: boolean;
}

/** Decided corrections of a writer, without the one in question. */
export interface WriterRecord {
  readonly decided: number;
  /** Those of them that were rejected, or approved with another label. */
  readonly wrong: number;
}

/** Everything that speaks for a label or against it. */
export interface Evidence {
  /** Class index of the label in question. */
  readonly label: number;
  /** By class index, of the network alone, calibrated, natural; `-Infinity` for what the task lacks. */
  readonly logProbabilities: ArrayLike<number>;
  /** By class index, see `classThresholds`. */
  readonly thresholds: ArrayLike<number>;
  /** The network was trained on this very label: that it agrees with it proves nothing. */
  readonly learnt: boolean;
  /** The nearest, most similar first. */
  readonly witnesses: readonly Witness[];
  readonly record: WriterRecord;
}

/** A comparison of the label with its strongest rival. */
export interface Comparison {
  /** Above 0 it speaks for the label, below 0 for the rival; natural logarithm of a ratio. */
  readonly value: number;
  /** Class index; -1 when there is none. */
  readonly rival: number;
}

export interface Score {
  /** How likely the label is wrong, 0..1. */
  readonly value: number;
  readonly margin: Comparison;
  readonly vote: Comparison;
  /** What each adds to the log-odds of a wrong label. */
  readonly parts: {
    readonly network: number;
    readonly neighbours: number;
    readonly writer: number;
  };
}

/** How likely a label is wrong: a logistic model over what network, look-alikes and record say. */
export function suspicionOf(
  evidence: Evidence,
  weights: SuspicionWeights,
  parameters: VoteParameters = VOTE,
): Score {
  const margin = confidentMargin(evidence);
  const vote = voteOf(evidence.label, evidence.witnesses, parameters);
  const parts = {
    network: -weights.network * margin.value,
    neighbours: -weights.neighbours * vote.value,
    writer: recordShift(evidence.record),
  };
  const logOdds = weights.base + parts.network + parts.neighbours + parts.writer;
  return { value: 1 / (1 + Math.exp(-logOdds)), margin, vote, parts };
}

/**
 * What the network alone says: ln of (probability / threshold) of the label over that of the best other
 * class. Confident learning counts a sample as wrongly labelled where another class passes its threshold
 * by more; here it is by how much.
 */
export function confidentMargin({
  label,
  logProbabilities,
  thresholds,
  learnt,
}: Pick<Evidence, 'label' | 'logProbabilities' | 'thresholds' | 'learnt'>): Comparison {
  const confidence = (index: number): number =>
    Math.log(Math.exp(logProbabilities[index]!) + LEAST_PROBABILITY) - Math.log(thresholds[index]!);
  let rival = -1;
  let best = -Infinity;
  for (let index = 0; index < logProbabilities.length; index++) {
    if (index === label || logProbabilities[index] === -Infinity) continue;
    if (confidence(index) > best) [rival, best] = [index, confidence(index)];
  }
  if (rival < 0) return { value: 0, rival };
  const value = confidence(label) - best;
  return { value: learnt ? Math.min(0, value) : value, rival };
}

/**
 * What look-alikes say: ln of the weight of those with the label over that of those with the strongest
 * other one. Each counts by its similarity, and less when nobody has reviewed it.
 */
export function voteOf(
  label: number,
  witnesses: readonly Witness[],
  { nearest, beta, unreviewed, doubt }: VoteParameters = VOTE,
): Comparison {
  const weights = new Map<number, number>();
  for (const { classIndex, similarity, approved } of witnesses.slice(0, nearest)) {
    const weight = closeness(similarity, beta) * (approved ? 1 : unreviewed);
    weights.set(classIndex, (weights.get(classIndex) ?? 0) + weight);
  }
  const forLabel = weights.get(label) ?? 0;
  weights.delete(label);
  let rival = -1;
  let against = 0;
  for (const [index, weight] of weights) if (weight > against) [rival, against] = [index, weight];
  return { value: Math.log((forLabel + doubt) / (against + doubt)), rival };
}

/** By how much a writer's record moves the log-odds: 0 as long as nothing was decided. */
export function recordShift({ decided, wrong }: WriterRecord): number {
  const { decided: prior, wrongShare } = RECORD_PRIOR;
  const share = (wrong + prior * wrongShare) / (decided + prior);
  return logit(share) - logit(wrongShare);
}

const logit = (share: number): number => Math.log(share / (1 - share));
