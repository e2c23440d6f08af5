/** A word of free text that several people of a place write. */
export interface SharedWord {
  readonly word: string;
  /** How many of them. */
  readonly people: number;
}

/** What most people write comes first. */
export type SharedWords = readonly SharedWord[];

/** What one alone wrote, a name or a password, is nobody else's. */
export const LEAST_PEOPLE = 2;
export const MOST_SHARED_WORDS = 2000;
export const LONGEST_SHARED_WORD = 40;
