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

/** A place in a tree of words. */
interface WordNode {
  readonly next: Map<string, WordNode>;
  isWord: boolean;
}

/** Words of a list, one or several with a space between them. */
export function wordsOf(words: readonly string[]): Constraint<WordNode> {
  const root: WordNode = { next: new Map(), isWord: false };
  for (const word of words) {
    let node = root;
    for (const character of word) {
      let child = node.next.get(character);
      if (!child) node.next.set(character, (child = { next: new Map(), isWord: false }));
      node = child;
    }
    node.isWord = true;
  }
  root.isWord = false;
  return {
    start: root,
    next: (node, character) =>
      node.next.get(character) ?? (character === ' ' && node.isWord ? root : undefined),
    mayEnd: ({ isWord }) => isWord,
  };
}
