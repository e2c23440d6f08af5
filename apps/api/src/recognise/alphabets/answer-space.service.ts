import { Injectable } from '@nestjs/common';
import {
  answerSpace,
  NotAnswerableError,
  TASKS,
  type Answering,
  type Asked,
  type MayAnswer,
  type NetworkMemory,
  type Task,
} from '@inkling/recognizer';
import { ProblemError } from '../../common/problem-error.js';
import type { ServingModel } from '../serving/serving-model.js';
import { AlphabetBook } from './alphabet-book.js';

/** What a request lets answer, with the alphabet where that is the task. */
export interface Wanted extends Asked {
  readonly alphabet?:
    { readonly id: string; readonly name: string; readonly labels: readonly string[] } | undefined;
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
   * Ask it in the turn in which memory is searched, see `answerSpace`.
   *
   * @throws ProblemError `unknown_label`, `not_taught`
   */
  mayAnswer(
    wanted: Wanted,
    { memory, version: { card } }: Pick<ServingModel, 'memory' | 'version'>,
    answering: Answering,
  ): MayAnswer {
    try {
      return answerSpace(wanted, { memory, card }, answering);
    } catch (error) {
      if (!(error instanceof NotAnswerableError)) throw error;
      const { code, message, errors } = error;
      throw new ProblemError(code, message, errors.length > 0 ? { errors: [...errors] } : {});
    }
  }
}
