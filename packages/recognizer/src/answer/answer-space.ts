import type { ModelCard } from '../card/card.js';
import { LabelSpace } from '../label-space.js';
import type { NetworkMemory } from '../memory/network-memory.js';
import { answerable, type Asked } from './answerable.js';

/** Whose answer it is, and whether memory has a say. */
export interface Answering {
  readonly writerId: string | null;
  readonly memory: boolean;
  /** Labels of all shared alphabets: of what others taught, these alone are answered. */
  readonly shared: ReadonlySet<string>;
}

/** All that memory, or a network alone, could answer, and what of it may be. */
export interface MayAnswer {
  readonly labels: readonly string[];
  /** By index of `labels`. */
  readonly allowed: readonly boolean[];
}

/** The version that answers, with its memory. */
export interface AnsweringModel {
  readonly memory: NetworkMemory;
  readonly card: Pick<ModelCard, 'labels'>;
}

/**
 * Which labels may be answered to whom. Without memory the network's classes alone may. Ask it in the turn in which memory is
 * searched: another memory has other indices.
 *
 * @throws NotAnswerableError see `answerable`
 */
export function answerSpace(
  asked: Asked,
  { memory, card }: AnsweringModel,
  { writerId, memory: isAsked, shared }: Answering,
): MayAnswer {
  const labels = isAsked ? memory.labels : new LabelSpace(card);
  const symbols = isAsked ? symbolsFor(memory, writerId, shared) : [];
  return { labels: labels.labels, allowed: answerable(asked, { labels, symbols }) };
}

/** The symbols that a writer may be answered: their own, and approved ones of shared alphabets. */
function symbolsFor(
  memory: NetworkMemory,
  writerId: string | null,
  sharedLabels: ReadonlySet<string>,
): number[] {
  const { own, shared } = memory.symbolsFor(writerId);
  const ofEverybody = shared.filter((index) => sharedLabels.has(memory.labels.labelAt(index)));
  return [...new Set([...own, ...ofEverybody])];
}
