import type { ModelCard } from '../card/card.js';
import { certaintyLimits, isKnown, judge, type Judgement } from '../certainty.js';
import type { Task } from '../labels.js';
import type { Likeness } from '../likeness/kinds.js';
import { withKindPrior, type KindPrior } from '../likeness/prior.js';
import type { Decision } from '../memory/decide.js';
import { isSymbol } from '../symbol.js';
import { candidatesOf, type Candidate } from './candidates-of.js';

/** What network and memory decided, and what else is known of the drawing and its writer. */
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

/** From what network and memory decided to what a person is answered. */
export function conclude(decided: Decided): Conclusion {
  const { decision, task, labels, allowed, card, likeness, prior } = decided;
  const ofDecision = candidatesOf(decision, labels, allowed);
  const isTaught = isSymbol(labels[decision.best]!);
  const symbol = decision.best >= card.labels.length;
  const { known } = decision;
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
