import { DIGIT_LABELS, labelsOfTask, LETTER_LABELS, type Task } from '@inkling/recognizer';

/** What numbers that stand for labels mean, by number. */
export type NumberedLabels = ReadonlyMap<number, string>;

const numbered = (labels: readonly string[], first = 0): NumberedLabels =>
  new Map(labels.map((label, index) => [first + index, label]));

const CAPITALS = LETTER_LABELS.slice(0, 26);
const SMALL = CAPITALS.map((letter) => letter.toLowerCase());

/** Files of EMNIST, by what is in their names (Cohen, Afshar, Tapson, van Schaik 2017). */
const EMNIST: readonly (readonly [string, NumberedLabels])[] = [
  ['byclass', numbered([...DIGIT_LABELS, ...CAPITALS, ...SMALL])],
  ['letters', numbered(CAPITALS, 1)],
];

/**
 * What numbers mean in a file that does not say so itself: the order of the task's labels, of digits the digits; of
 * EMNIST's files with numbers of their own, those.
 */
export function usualNumbers(fileName: string, task: Task | undefined): NumberedLabels {
  const known = EMNIST.find(([name]) => fileName.includes('emnist') && fileName.includes(name));
  return known?.[1] ?? numbered(labelsOfTask(task ?? 'characters'));
}

/**
 * EMNIST's `mapping.txt`: a number and the code points of its characters, of which the first counts.
 *
 * @returns `undefined` when it is none
 */
export function numbersOfMapping(text: string): NumberedLabels | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const pairs = lines.map((line) => line.trim().split(/\s+/).map(Number));
  const isGood = (pair: readonly number[]): boolean =>
    pair.length >= 2 && pair.every(Number.isInteger) && pair[1]! > 0 && pair[1]! <= 0x10ffff;
  if (pairs.length === 0 || !pairs.every(isGood)) return undefined;
  return new Map(pairs.map(([number, point]) => [number!, String.fromCodePoint(point!)]));
}

/** A list of labels as JSON, by number. */
export function numbersOfList(value: unknown): NumberedLabels | undefined {
  const isList = Array.isArray(value) && value.every((label) => typeof label === 'string');
  return isList ? numbered(value as string[]) : undefined;
}
