import type { Language } from './language.js';

/** How often each word was said, above 0. */
export type WordCounts = ReadonlyMap<string, number>;

/** Of all words that somebody writes, so many are thought to be of those that they corrected before. */
export const OWN_SHARE = 0.1;

interface Node {
  /** Of all words that begin so. */
  count: number;
  /** Of the word that ends here. */
  ends: number;
  readonly children: Map<string, Node>;
}

/** A text in both: `node` is where its last word stands among the own ones, to which the odds are that it is one of them. */
interface State {
  readonly base: unknown;
  readonly node: Node | undefined;
  readonly odds: number;
}

const noWord = (base: unknown): State => ({ base, node: undefined, odds: 0 });

/**
 * A language in which words that somebody said before come up again: a mixture, word by word, of a language and of what
 * they said (as cache language models, Kuhn and De Mori 1990). With each character that fits, the own words that are left
 * gain weight (Bayes); with the first that does not, the word is the other language's alone.
 */
export class OwnWords implements Language<State> {
  private readonly words: Node;

  constructor(
    private readonly language: Language,
    words: WordCounts,
    private readonly share = OWN_SHARE,
  ) {
    this.words = newNode();
    for (const [word, count] of words) addWord(this.words, word, count);
  }

  get start(): State {
    return this.atWord(this.language.start);
  }

  next(state: State, character: string): State {
    const base = this.language.next(state.base, character);
    if (character === ' ') return this.atWord(base);
    const node = state.node?.children.get(character);
    if (!node) return noWord(base);
    const others = Math.exp(this.language.logProbability(state.base, character));
    return { base, node, odds: (state.odds * (node.count / state.node!.count)) / others };
  }

  logProbability(state: State, character: string): number {
    const others = this.language.logProbability(state.base, character);
    const { node, odds } = state;
    if (!node) return others;
    const count = character === ' ' ? node.ends : (node.children.get(character)?.count ?? 0);
    return mixed(others, count / node.count, odds);
  }

  logEnd({ base, node, odds }: State): number {
    const others = this.language.logEnd(base);
    return node ? mixed(others, node.ends / node.count, odds) : others;
  }

  private atWord(base: unknown): State {
    const { words, share } = this;
    return words.count > 0 ? { base, node: words, odds: share / (1 - share) } : noWord(base);
  }
}

/** A language, and what somebody said in it, if anything. */
export const withOwnWords = (language: Language, words: WordCounts | undefined): Language =>
  words?.size ? new OwnWords(language, words) : language;

/** How often each word is said in some texts. */
export function countWords(texts: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of partsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** What spaces part. */
const partsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

const mixed = (logOthers: number, own: number, odds: number): number =>
  Math.log((Math.exp(logOthers) + odds * own) / (1 + odds));

const newNode = (): Node => ({ count: 0, ends: 0, children: new Map() });

function addWord(root: Node, word: string, count: number): void {
  let node = root;
  node.count += count;
  for (const character of word) {
    const child = node.children.get(character) ?? newNode();
    node.children.set(character, child);
    child.count += count;
    node = child;
  }
  node.ends += count;
}
