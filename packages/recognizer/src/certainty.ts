import type { CertaintyLimits, ModelCard } from './card/card.js';
import type { Task } from './labels.js';
import { ambiguousLabels } from './likeness/ambiguity.js';
import {
  ALIKE_FROM,
  CLEARLY_ALIKE_FROM,
  likenessForTask,
  type Likeness,
} from './likeness/kinds.js';
import { closeness } from './memory/blend.js';
import type { MemoryNeighbour } from './memory/memory-sample.js';

export type Certainty = 'sure' | 'unsure' | 'unlike';

/** What to tell a person about a probability; the thresholds are the card's. */
export function certaintyOf(
  probability: number,
  { sureFrom, unlikeBelow }: CertaintyLimits,
): Certainty {
  if (probability >= sureFrom) return 'sure';
  return probability < unlikeBelow ? 'unlike' : 'unsure';
}

/** The limits that hold for a task. */
export function certaintyLimits(card: Pick<ModelCard, 'certainty'>, task: Task): CertaintyLimits {
  return card.certainty.tasks?.[task] ?? card.certainty;
}

/** An answer, and what else is known of its drawing. */
export interface AnswerToJudge {
  readonly task: Task;
  /** All that may answer, most probable first. */
  readonly candidates: readonly { readonly label: string; readonly probability: number }[];
  /** How well samples speak for the answer, 0 to 1; see `knownByOwn`, and `symbolKnown` for a symbol. */
  readonly known: number;
  /** Whether the answer is a symbol, which no network has a class for. @defaultValue false */
  readonly symbol?: boolean;
  /** Absent where no likeness network is loaded: then a low probability alone tells what is no character. */
  readonly likeness?: Likeness | undefined;
}

export interface Judgement {
  readonly certainty: Certainty;
  /** How much the drawing looks like something that the task knows, 0 to 1. */
  readonly likeness?: number;
  /** Whether it looks like several characters. */
  readonly several: boolean;
  /** Labels between which the shape can't decide; empty where it can. */
  readonly ambiguous: readonly string[];
}

/** From here on what the writer taught counts as known: no network has a say in whether it is a character. */
const KNOWN_FROM = 0.5;

/** @param known how well own samples speak for an answer, see `knownByOwn` */
export const isKnown = (known: number): boolean => known >= KNOWN_FROM;

/** What to tell a person about an answer. */
export function judge(
  { task, candidates, known, likeness, symbol = false }: AnswerToJudge,
  limits: CertaintyLimits,
): Judgement {
  if (symbol) return judgeSymbol(candidates[0]!.probability, known);
  const taught = isKnown(known);
  const ofProbability = certaintyOf(candidates[0]!.probability, limits);
  const ambiguous = taught ? [] : ambiguousLabels(candidates);
  const certainty = ambiguous.length > 0 && ofProbability === 'sure' ? 'unsure' : ofProbability;
  if (!likeness) return { certainty, several: false, ambiguous };

  const alike = Math.max(known, likenessForTask(likeness, task));
  const several = !taught && likeness.several >= ALIKE_FROM;
  const unlike = several || (!taught && alike < ALIKE_FROM);
  if (unlike) return { certainty: 'unlike', likeness: alike, several, ambiguous: [] };
  const clear = taught || alike >= CLEARLY_ALIKE_FROM;
  return {
    // What looks like a character is one, however little the network knows which.
    certainty: certainty === 'sure' && clear ? 'sure' : 'unsure',
    likeness: alike,
    several,
    ambiguous,
  };
}

/** When a symbol is sure, and when the drawing is unlike every sample of it; chosen as `docs/symbols.md` tells. */
export const SYMBOL_LIMITS = { sureFrom: 0.98, knownFrom: 0.6, unlikeBelow: 0.2 } as const;

/**
 * A symbol is as certain as its samples are near: among symbols alone the most probable may still be nothing like
 * the drawing, and the likeness network knows digits and letters only.
 */
function judgeSymbol(probability: number, known: number): Judgement {
  const { sureFrom, knownFrom, unlikeBelow } = SYMBOL_LIMITS;
  const sure = probability >= sureFrom && known >= knownFrom;
  const certainty = sure ? 'sure' : known < unlikeBelow ? 'unlike' : 'unsure';
  return { certainty, likeness: known, several: false, ambiguous: [] };
}

/** How well samples speak for a symbol, whoever's: the cosine to the nearest, 0 to 1. */
export const symbolKnown = (neighbours: readonly MemoryNeighbour[], answer: number): number =>
  neighbours.reduce(
    (most, { classIndex, similarity }) =>
      classIndex === answer ? Math.max(most, similarity) : most,
    0,
  );

/**
 * How well the writer's own samples speak for an answer: the weight of the nearest one with that label,
 * 1 for the very same drawing.
 *
 * @param beta sharpness of the memory, see `MemoryParameters`
 */
export const knownByOwn = (
  neighbours: readonly MemoryNeighbour[],
  answer: number,
  beta: number,
): number =>
  neighbours.reduce(
    (most, { own, classIndex, similarity }) =>
      own && classIndex === answer ? Math.max(most, closeness(similarity, beta)) : most,
    0,
  );
