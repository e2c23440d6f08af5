/**
 * How much each kind of evidence counts: log-odds that the label is wrong =
 * base - network * margin - neighbours * vote + record. Chosen by logistic regression
 * (`npm run tune:suspicion`) on the validation writers of UNIPEN with 5 % wrong labels, never on those of
 * `npm run bench:suspicion`; docs/review.md has the figures.
 */
export interface SuspicionWeights {
  readonly base: number;
  readonly network: number;
  readonly neighbours: number;
}

export const SUSPICION_WEIGHTS: SuspicionWeights = { base: 0, network: 1, neighbours: 1 };

/** How neighbours are counted, see `vote` in score.ts. */
export interface VoteParameters {
  /** So many of the nearest have a say. */
  readonly nearest: number;
  /** Sharpness: one at cosine similarity s counts exp(-beta * (1 - s)). */
  readonly beta: number;
  /** What a sample counts that nobody has reviewed, of an approved one's. */
  readonly unreviewed: number;
  /** What is added to both sides: without look-alikes the vote is silent. */
  readonly doubt: number;
}

export const VOTE: VoteParameters = { nearest: 16, beta: 20, unreviewed: 0.7, doubt: 0.3 };

/** Probabilities are known no better than that. */
export const LEAST_PROBABILITY = 1e-4;

/** A writer's record begins as if of so many decided corrections this share had been wrong. */
export const RECORD_PRIOR = { decided: 10, wrongShare: 0.05 } as const;

/** A class's threshold begins as if so many labelled samples had this mean self-confidence. */
export const THRESHOLD_PRIOR = { samples: 10, confidence: 0.9 } as const;
