import type { Language } from './language.js';
import { countWords, withOwnWords } from './own-words.js';

/** A word of free text that several people of a place write. */
export interface SharedWord {
  readonly word: string;
  /** How many of them. */
  readonly people: number;
}

/** What most people write comes first. */
export type SharedWords = readonly SharedWord[];

/** What somebody said that they wrote. */
export interface SaidText {
  /** None where nobody knows. */
  readonly writerId: string | null;
  readonly text: string;
}

/** What one alone wrote, a name or a password, is nobody else's. */
export const LEAST_PEOPLE = 2;
export const MOST_SHARED_WORDS = 2000;
export const LONGEST_SHARED_WORD = 40;

/** Whether something is a word at all: what has digits, such as a telephone number, is expected of nobody. */
const isWord = (word: string): boolean =>
  word.length <= LONGEST_SHARED_WORD && /[a-z]/i.test(word) && !/\d/.test(word);

/** The words that at least so many people wrote. */
export function sharedWords(
  said: Iterable<SaidText>,
  leastPeople: number = LEAST_PEOPLE,
): SharedWords {
  const people = new Map<string, Set<string>>();
  for (const { writerId, text } of said) {
    if (writerId === null) continue;
    for (const word of countWords([text]).keys()) {
      people.set(word, (people.get(word) ?? new Set()).add(writerId));
    }
  }
  return [...people]
    .map(([word, { size }]) => ({ word, people: size }))
    .filter((each) => each.people >= leastPeople && isWord(each.word))
    .sort((one, other) => other.people - one.people || (one.word < other.word ? -1 : 1))
    .slice(0, MOST_SHARED_WORDS);
}

/** A language in which words come up that people of this place write. Made once for a version: it takes milliseconds. */
export const withSharedWords = (language: Language, words: SharedWords | undefined): Language =>
  withOwnWords(language, words && new Map(words.map(({ word, people }) => [word, people])));
