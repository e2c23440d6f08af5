import type { AskedTask } from '@inkling/contract';
import {
  charactersOf,
  DIGIT_LABELS,
  labelOf,
  MOST_CHARACTERS_OF_A_SYMBOL,
  symbolOf,
  TASKS,
  type Task,
} from '@inkling/recognizer';
import { TASK_NAMES } from './words';

/** The task that a drawing is corrected in: an alphabet's labels are those of all characters. */
export const taskOf = (asked: AskedTask): Task =>
  TASKS.find((task) => task === asked) ?? 'characters';

/** What is wrong with a label that somebody typed, in a sentence; `undefined` when nothing is. */
export function labelProblem(given: string): string | undefined {
  if (symbolOf(given) !== undefined) return undefined;
  const count = charactersOf(given).length;
  if (given.trim() === '') return 'A label needs at least one character that can be seen.';
  if (/\s/u.test(given)) return 'A label can’t hold blanks.';
  if (count > MOST_CHARACTERS_OF_A_SYMBOL) {
    return `That is ${count} characters. A label has at most ${MOST_CHARACTERS_OF_A_SYMBOL}.`;
  }
  return 'A label can’t hold characters that can’t be seen.';
}

/** Why a class can't be taught in this task: "A is a letter. Choose Letters or Both to teach it." */
export function otherTaskWords(task: Task, given: string): string | undefined {
  const label = symbolOf(given);
  if (label === undefined || labelOf(task, label) !== undefined) return undefined;
  const isDigit = (DIGIT_LABELS as readonly string[]).includes(label.normalize('NFKC'));
  const [kind, its] = isDigit
    ? (['a digit', 'digits'] as const)
    : (['a letter', 'letters'] as const);
  return `${label} is ${kind}. Choose ${TASK_NAMES[its]} or ${TASK_NAMES.characters} to teach it.`;
}

/** In em: hardly more than guesses, but a line of labels must fit before it is measured. */
const NARROW = /^[ijlrtfI1.,:;'|!()[\]/\\-]/;
const WIDE = /^[mwMW@%&]/;
const USUAL = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{ASCII}]/u;

/** How wide a label is in units of its font size, roughly. */
export const widthOf = (label: string): number =>
  charactersOf(label)
    .map((character) => {
      if (NARROW.test(character)) return 0.4;
      if (WIDE.test(character)) return 0.95;
      return USUAL.test(character) ? 0.66 : 1.05;
    })
    .reduce((sum, width) => sum + width, 0);

/**
 * By how much a label is made smaller to fit its place.
 *
 * @param roomEm width of the place in units of the full font size
 * @returns above 0, at most 1: what fits stays as it is, and so does every single character
 */
export function labelScale(label: string, roomEm: number): number {
  if (charactersOf(label).length < 2) return 1;
  return Math.min(1, roomEm / widthOf(label));
}
