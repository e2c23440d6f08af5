import type { Answerable } from './log-probabilities.js';
import { allOf, allowOnly, patternOf, wordsOf, type Constraint } from './constraint.js';

/** What a line is asked for. */
export interface LineQuestion {
  /** `digits`: numbers; other signs are read past unless they are asked for. `text`: everything. */
  readonly task: 'digits' | 'text';
  readonly allow?: readonly string[] | undefined;
  /** See `patternOf`; each row has it. */
  readonly pattern?: string | undefined;
  /** Each row is one of them. */
  readonly words?: readonly string[] | undefined;
}

const isDigit = (character: string): boolean => /^\d$/.test(character);
const isAlphanumeric = (character: string): boolean => /^[0-9A-Za-z]$/.test(character);

/** Which characters may stand in the answer at all. */
export function answerable({ task, allow, pattern, words }: LineQuestion): Answerable {
  const asked = new Set([
    ...(allow ?? []),
    ...(pattern ? [...pattern].filter((wanted) => !'daA*'.includes(wanted)) : []),
    ...(words ? words.join('') : ''),
  ]);
  const ofTask = (character: string): boolean =>
    task === 'digits' ? isDigit(character) || asked.has(character) : true;
  const allowed = (character: string): boolean => {
    if (allow && !allow.includes(character)) return false;
    if (pattern) return ofTask(character) || /[aA*]/.test(pattern);
    return ofTask(character) || (words !== undefined && asked.has(character));
  };
  return {
    allowed,
    readPast: (character) => task === 'digits' && !isAlphanumeric(character),
  };
}

/** A long list takes milliseconds, and is asked for at each row and once more by memory. */
const listed = new WeakMap<readonly string[], Constraint>();

function listOf(words: readonly string[]): Constraint {
  const known = listed.get(words) ?? (wordsOf(words) as Constraint);
  listed.set(words, known);
  return known;
}

/** What texts a row may have; `undefined`: any of the characters that may be answered. */
export function constraintOf({ allow, pattern, words }: LineQuestion): Constraint | undefined {
  const constraints: Constraint[] = [
    ...(allow ? [allowOnly(allow) as Constraint] : []),
    ...(pattern ? [patternOf(pattern) as Constraint] : []),
    ...(words ? [listOf(words)] : []),
  ];
  if (constraints.length === 0) return undefined;
  return constraints.length === 1 ? constraints[0] : (allOf(constraints) as Constraint);
}

/** Whether a row may be answered so. */
export function isAllowedText(constraint: Constraint | undefined, text: string): boolean {
  if (!constraint) return true;
  let state: unknown = constraint.start;
  for (const character of text) {
    state = constraint.next(state, character);
    if (state === undefined) return false;
  }
  return constraint.mayEnd(state);
}
