import type { Network } from '../labels.js';

/** How much each kind of evidence counts in the log-odds of a wrong label, see `suspicionOf`. */
export interface SuspicionWeights {
  /** When neither network nor look-alikes lean to either side. */
  readonly base: number;
  /** Of the network's margin. */
  readonly network: number;
  /** Of the look-alikes' vote. */
  readonly neighbours: number;
}

/**
 * Chosen by logistic regression (`npm run tune:suspicion`) on the validation and gate writers of UNIPEN
 * with 5 % wrong labels, never on those of `npm run bench:suspicion`; docs/review.md has the figures.
 */
export const SUSPICION_WEIGHTS: Readonly<Record<Network, SuspicionWeights>> = {
  digits: { base: -3.48, network: 0.64, neighbours: 0.52 },
  characters: { base: -3.98, network: 0.49, neighbours: 0.85 },
};

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

export const VOTE: VoteParameters = { nearest: 8, beta: 10, unreviewed: 0.7, doubt: 0.05 };

/** A writer's record begins as if of so many decided corrections this share had been wrong. */
export const RECORD_PRIOR = { decided: 10, wrongShare: 0.05 } as const;

/** A class's threshold begins as if so many labelled samples had this mean self-confidence. */
export const THRESHOLD_PRIOR = { samples: 10, confidence: 0.9 } as const;

/** How much each kind of evidence counts in the log-odds of a line's wrong text, see `lineSuspicionOf`. */
export interface LineSuspicionWeights {
  /** When the network reads the very text. */
  readonly base: number;
  /** Of what fits the ink better, in nats for each character that differs. */
  readonly text: number;
  /** Of the share of characters that look like others. */
  readonly characters: number;
}

/**
 * Chosen by logistic regression (`npm run tune:line-suspicion`) on UNIPEN's validation groups and held out MNIST writers
 * with 5 % wrong texts; docs/review.md has the figures. Characters of joined words are seldom told apart, so they count
 * for next to nothing there.
 */
export const LINE_SUSPICION_WEIGHTS: Readonly<Record<'digits' | 'text', LineSuspicionWeights>> = {
  digits: { base: -5.77, text: 0.83, characters: 2.26 },
  text: { base: -4.79, text: 0.54, characters: 0.29 },
};
