import type { Language } from './language.js';
import {
  LEAST_PEOPLE,
  LONGEST_SHARED_WORD,
  MOST_SHARED_WORDS,
  type SharedWords,
} from '../shared-word.js';
import { countWords, withOwnWords } from './own-words.js';

/** What somebody said that they wrote. */
export interface SaidText {
  /** None where nobody knows. */
  readonly writerId: string | null;
  readonly text: string;
}

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

/** A language in which words come up that people of this place write. */
export const withSharedWords = (language: Language, words: SharedWords | undefined): Language =>
  withOwnWords(language, words && new Map(words.map(({ word, people }) => [word, people])));

/** What a version expects of a language, made once: of thousands of words that takes milliseconds. */
export class LanguageOfPlace {
  private made: { readonly from: Language; readonly language: Language } | undefined;

  constructor(private readonly words: SharedWords | undefined) {}

  /** @param language what is known without the place, if anything */
  of(language: Language | undefined): Language | undefined {
    if (language && this.made?.from !== language) {
      this.made = { from: language, language: withSharedWords(language, this.words) };
    }
    return language && this.made?.language;
  }
}
