import type { Answerable } from './log-probabilities.js';
import {
  allOf,
  allowOnly,
  occursInPattern,
  patternOf,
  wordsOf,
  type Constraint,
} from './constraint.js';

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

/** Which characters may stand in any answer at all: what others would have is theirs. */
export function answerable({ task, allow, pattern, words }: LineQuestion): Answerable {
  const limits = [
    ...(allow ? [isOneOf(allow)] : []),
    ...(pattern === undefined ? [] : [occursInPattern(pattern)]),
    ...(words ? [isOneOf(words.join(' '))] : []),
  ];
  // A number has digits alone unless something else is asked for.
  const ofTask = task === 'digits' && limits.length === 0 ? isDigit : () => true;
  return {
    allowed: (character) => ofTask(character) && limits.every((allows) => allows(character)),
    readPast: (character) => task === 'digits' && !isAlphanumeric(character),
  };
}

function isOneOf(characters: Iterable<string>): (character: string) => boolean {
  const known = new Set(characters);
  return (character) => known.has(character);
}

/** Sorting a long list takes milliseconds, and each row asks for it. */
const listed = new WeakMap<readonly string[], Constraint>();

function listOf(words: readonly string[]): Constraint {
  const known = listed.get(words) ?? (wordsOf(words) as Constraint);
  listed.set(words, known);
  return known;
}

/** Whether only some texts of the characters that may be answered are allowed. */
export const isConstrained = ({ allow, pattern, words }: LineQuestion): boolean =>
  allow !== undefined || Boolean(pattern) || words !== undefined;

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
