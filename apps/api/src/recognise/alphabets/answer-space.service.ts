import { Injectable } from '@nestjs/common';
import { LabelSpace, TASKS, type NetworkMemory, type Task } from '@inkling/recognizer';
import type { ServingModel } from '../serving/serving-model.js';
import { AlphabetBook, symbolsFor } from './alphabet-book.js';
import { answerable, type Asked } from './answerable.js';

/** What a request lets answer, with the alphabet where that is the task. */
export interface Wanted extends Asked {
  readonly alphabet?:
    { readonly id: string; readonly name: string; readonly labels: readonly string[] } | undefined;
}

/** Whose answer it is, and whether memory has a say. */
export interface Answering {
  readonly writerId: string | null;
  readonly memory: boolean;
  /** Of all shared alphabets, see `sharedLabels`. */
  readonly shared: ReadonlySet<string>;
}

/** All that memory, or a network alone, could answer, and what of it may be. */
export interface MayAnswer {
  readonly labels: readonly string[];
  /** By index of `labels`. */
  readonly allowed: readonly boolean[];
}

const NO_LABELS: ReadonlySet<string> = new Set();

const isTask = (task: string): task is Task => (TASKS as readonly string[]).includes(task);

/** Which labels may be answered to whom. */
@Injectable()
export class AnswerSpace {
  constructor(private readonly alphabets: AlphabetBook) {}

  /**
   * An alphabet runs on `characters`.
   *
   * @param task a task, or the id of an alphabet
   * @throws ProblemError `not_found` for an alphabet that is not theirs
   */
  async wanted(
    task: string,
    allow: readonly string[] | undefined,
    writerId: string | null,
  ): Promise<Wanted> {
    if (isTask(task)) return { task, allow };
    const { id, name, labels } = await this.alphabets.get(task, writerId);
    return { task: 'characters', allow, alphabet: { id, name, labels } };
  }

  /** What nobody taught needs no alphabet; and while the database is away an answer knows none. */
  async sharedLabels(memory: NetworkMemory): Promise<ReadonlySet<string>> {
    if (memory.symbolsFor(null).shared.length === 0) return NO_LABELS;
    return this.alphabets.sharedLabels().catch(() => NO_LABELS);
  }

  /**
   * Ask it in the turn in which memory is searched: another memory has other indices. Without memory the network's
   * classes alone may answer.
   *
   * @throws ProblemError `unknown_label`, `not_taught`, see `answerable`
   */
  mayAnswer(
    wanted: Wanted,
    { memory, version }: Pick<ServingModel, 'memory' | 'version'>,
    { writerId, memory: isAsked, shared }: Answering,
  ): MayAnswer {
    const labels = isAsked ? memory.labels : new LabelSpace(version.card);
    const symbols = isAsked ? symbolsFor(memory, writerId, shared) : [];
    return { labels: labels.labels, allowed: answerable(wanted, { labels, symbols }) };
  }
}
