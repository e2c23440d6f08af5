/**
 * Which texts may be answered, character by character: a deterministic automaton.
 *
 * @typeParam S what it has to know of the characters so far
 */
export interface Constraint<S = unknown> {
  readonly start: S;
  /** After one more character; `undefined`: no text goes on so. */
  next(state: S, character: string): S | undefined;
  /** Whether a text may end here. */
  mayEnd(state: S): boolean;
}

/** Texts of some characters. */
export function allowOnly(characters: Iterable<string>): Constraint<true> {
  const allowed = new Set(characters);
  return {
    start: true,
    next: (state, character) => (allowed.has(character) ? state : undefined),
    mayEnd: () => true,
  };
}

/** Texts that all of some constraints allow. */
export function allOf(constraints: readonly Constraint[]): Constraint<readonly unknown[]> {
  return {
    start: constraints.map(({ start }) => start),
    next(states, character) {
      const next = constraints.map((each, at) => each.next(states[at], character));
      return next.includes(undefined) ? undefined : next;
    },
    mayEnd: (states) => constraints.every((each, at) => each.mayEnd(states[at])),
  };
}

const PATTERN_CHARACTERS: Readonly<Record<string, RegExp>> = {
  d: /^\d$/,
  a: /^[A-Za-z]$/,
  A: /^[A-Z]$/,
  '*': /^.$/,
};

/**
 * Texts of one form: d stands for a digit, a for a letter, A for a capital, * for anything, every other
 * character for itself. `dd/dd/dddd` is a date.
 */
export function patternOf(pattern: string): Constraint<number> {
  const fits = placesOf(pattern);
  return {
    start: 0,
    next: (at, character) => (fits[at]?.(character) ? at + 1 : undefined),
    mayEnd: (at) => at === fits.length,
  };
}

/** What may stand in each place of a pattern. */
const placesOf = (pattern: string): ((character: string) => boolean)[] =>
  [...pattern].map((wanted) => {
    const kind = PATTERN_CHARACTERS[wanted];
    return (character) => (kind ? kind.test(character) : character === wanted);
  });

/** Whether a character may stand anywhere in texts of a pattern. */
export function occursInPattern(pattern: string): (character: string) => boolean {
  const places = placesOf(pattern);
  return (character) => places.some((fits) => fits(character));
}

/** The words of a sorted list that begin as a text so far: from the first of them to before `end`. */
interface WordRange {
  readonly first: number;
  readonly end: number;
  /** How much of each is in the text, in UTF-16 units. */
  readonly depth: number;
}

/**
 * Words of a list, one or several with a space between them. A sorted list, not a tree: that of a long list has
 * millions of nodes.
 */
export function wordsOf(words: readonly string[]): Constraint<WordRange> {
  const sorted = words.filter((word) => word !== '').sort();
  const start: WordRange = { first: 0, end: sorted.length, depth: 0 };
  // A word stands before all longer ones that begin with it.
  const isWord = ({ first, depth }: WordRange) => depth > 0 && sorted[first]!.length === depth;
  return {
    start,
    next: (range, character) =>
      goingOn(sorted, range, character) ?? (character === ' ' && isWord(range) ? start : undefined),
    mayEnd: isWord,
  };
}

/** Those of some words that go on with a character. */
function goingOn(
  sorted: readonly string[],
  { first, end, depth }: WordRange,
  character: string,
): WordRange | undefined {
  const after = depth + character.length;
  const startsAt = (word: string) => word.slice(depth, after);
  const from = firstFrom(first, end, (at) => startsAt(sorted[at]!) >= character);
  const to = firstFrom(from, end, (at) => startsAt(sorted[at]!) > character);
  return from < to ? { first: from, end: to, depth: after } : undefined;
}

/** The first number from `low` on that is as wanted, as all after it are; `high` where none before that is. */
function firstFrom(low: number, high: number, isWanted: (at: number) => boolean): number {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isWanted(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
