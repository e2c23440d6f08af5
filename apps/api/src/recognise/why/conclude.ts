import {
  certaintyLimits,
  isKnown,
  isSymbol,
  judge,
  knownByOwn,
  symbolKnown,
  withKindPrior,
  type Decision,
  type Judgement,
  type KindPrior,
  type Likeness,
  type ModelCard,
  type Task,
} from '@inkling/recognizer';
import type { Candidate } from '../predictions/new-prediction.js';
import { candidatesOf } from './candidates-of.js';

export interface Decided {
  readonly decision: Decision;
  readonly task: Task;
  /** All that memory, or a network alone, could answer. */
  readonly labels: readonly string[];
  /** By index of `labels`. */
  readonly allowed: readonly boolean[];
  readonly card: ModelCard;
  readonly likeness: Likeness | undefined;
  /** Absent where what the writer drew lately has no say. */
  readonly prior: KindPrior | undefined;
}

/** What may answer, best first; what the writer drew lately where that had a say; and what to tell of it. */
export interface Conclusion {
  readonly mayAnswer: readonly Candidate[];
  readonly prior?: KindPrior;
  readonly judgement: Judgement;
}

export function conclude(decided: Decided): Conclusion {
  const { decision, task, labels, allowed, card, likeness, prior } = decided;
  const ofDecision = candidatesOf(decision, labels, allowed);
  const isTaught = isSymbol(labels[decision.best]!);
  const symbol = decision.best >= card.labels.length;
  const known = symbol
    ? symbolKnown(decision.neighbours, decision.best)
    : knownByOwn(decision.neighbours, decision.best, card.memory.beta);
  // What the writer taught needs no guess.
  const weighed =
    prior && !isTaught && !isKnown(known) ? withKindPrior(ofDecision, prior) : undefined;
  const mayAnswer = weighed ?? ofDecision;
  const judgement = judge(
    // The likeness network knows digits and letters only, also where a training gave a symbol a class.
    { task, candidates: mayAnswer, known, symbol, likeness: isTaught ? undefined : likeness },
    certaintyLimits(card, task),
  );
  return { mayAnswer, ...(prior && weighed && { prior }), judgement };
}
