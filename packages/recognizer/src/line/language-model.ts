import type { Language } from './language.js';

/** Where a text stands in a language model: the node of each of its endings that the model knows, the shortest first. */
export type LanguageState = Int32Array;

/** Codes of the trie that are no character: before a word and behind it. */
const START = 1;
const END = 0;
const SPACE = 32;

/** What the format counts with: printable ASCII, the end of a word, and one for whatever else. */
const SYMBOLS = 97;

/** Weights are kept as logarithms, a step of a sixteenth of a doubling each. */
const STEPS_A_DOUBLING = 16;

/** By what is kept of them; 0 was never said. */
const WEIGHTS = Float64Array.from({ length: 256 }, (_, kept) =>
  kept === 0 ? 0 : 2 ** ((kept - 1) / STEPS_A_DOUBLING),
);

const MAGIC = 0x4c4d;
const HEADER = 8;

/**
 * How probable characters are after others, within words: counts of up to `order` characters one after the other,
 * interpolated after Witten and Bell (1991; the recursive form of Chen and Goodman 1998). Spaces part words.
 */
export class LanguageModel implements Language<LanguageState> {
  private readonly firstChild: Uint32Array;
  /** Of all children of a node. */
  private readonly totals: Float64Array;

  private constructor(
    readonly order: number,
    private readonly characters: Uint8Array,
    childCounts: Uint8Array,
    private readonly weights: Uint8Array,
  ) {
    const nodes = characters.length;
    this.firstChild = new Uint32Array(nodes + 1);
    // Nodes come level by level, so that the children of one follow those of the one before.
    this.firstChild[0] = 1;
    for (let node = 0; node < nodes; node++) {
      this.firstChild[node + 1] = this.firstChild[node]! + childCounts[node]!;
    }
    if (this.firstChild[nodes] !== nodes) throw new Error('the language model is cut off');
    this.totals = new Float64Array(nodes);
    for (let node = 0; node < nodes; node++) {
      for (let child = this.firstChild[node]!; child < this.firstChild[node + 1]!; child++) {
        this.totals[node]! += this.weightOf(child);
      }
    }
  }

  /**
   * Counts words.
   *
   * @param words printable ASCII without spaces, with how much each counts, above 0
   * @param order at least 1
   */
  static ofWords(words: ReadonlyMap<string, number>, order: number): LanguageModel {
    const root = newNode();
    for (const [word, weight] of words) {
      const codes = [START, ...Array.from(word, (_, at) => word.charCodeAt(at)), END];
      for (let from = 0; from < codes.length; from++) {
        let node = root;
        for (let at = from; at < Math.min(codes.length, from + order); at++) {
          const code = codes[at]!;
          const child = node.children.get(code) ?? newNode();
          node.children.set(code, child);
          // A start says where others stand, and is never said itself.
          child.weight += code === START ? 0 : weight;
          node = child;
        }
      }
    }
    return flattened(root, order, (...parts) => new LanguageModel(...parts));
  }

  /** @throws Error when the bytes are no language model */
  static parse(bytes: Uint8Array): LanguageModel {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < HEADER || view.getUint16(0) !== MAGIC) {
      throw new Error('these bytes are no language model');
    }
    const [order, nodes] = [view.getUint16(2), view.getUint32(4)];
    if (bytes.length !== HEADER + 3 * nodes) throw new Error('the language model is cut off');
    const part = (at: number) => bytes.slice(HEADER + at * nodes, HEADER + (at + 1) * nodes);
    return new LanguageModel(order, part(0), part(1), part(2));
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const nodes = this.characters.length;
    const bytes = new Uint8Array(HEADER + 3 * nodes);
    const view = new DataView(bytes.buffer);
    view.setUint16(0, MAGIC);
    view.setUint16(2, this.order);
    view.setUint32(4, nodes);
    bytes.set(this.characters, HEADER);
    for (let node = 0; node < nodes; node++) {
      bytes[HEADER + nodes + node] = this.firstChild[node + 1]! - this.firstChild[node]!;
    }
    bytes.set(this.weights, HEADER + 2 * nodes);
    return bytes;
  }

  /** Before the first character of a word. */
  get start(): LanguageState {
    const state = new Int32Array(this.order).fill(-1);
    state[0] = 0;
    if (this.order > 1) state[1] = this.childOf(0, START);
    return state;
  }

  /** The text with one character more; a space ends a word, and the next one begins. */
  next(state: LanguageState, character: string): LanguageState {
    const code = character.charCodeAt(0);
    if (code === SPACE) return this.start;
    const longer = new Int32Array(this.order).fill(-1);
    longer[0] = 0;
    for (let length = 1; length < this.order; length++) {
      const shorter = state[length - 1]!;
      if (shorter < 0) break;
      longer[length] = this.childOf(shorter, code);
    }
    return longer;
  }

  /** Natural logarithm of the probability that this character comes next; of a space: that the word ends. */
  logProbability(state: LanguageState, character: string): number {
    const code = character.charCodeAt(0);
    return this.logOf(state, code === SPACE ? END : code);
  }

  /** That the text ends here. */
  logEnd(state: LanguageState): number {
    return this.logOf(state, END);
  }

  private logOf(state: LanguageState, code: number): number {
    let probability = 1 / SYMBOLS;
    for (const node of state) {
      if (node < 0) break;
      const kinds = this.firstChild[node + 1]! - this.firstChild[node]!;
      if (kinds === 0) break;
      const child = this.childOf(node, code);
      const seen = child < 0 ? 0 : this.weightOf(child);
      probability = (seen + kinds * probability) / (this.totals[node]! + kinds);
    }
    return Math.log(probability);
  }

  private weightOf(node: number): number {
    return WEIGHTS[this.weights[node]!]!;
  }

  /** @returns -1 where there is none */
  private childOf(node: number, code: number): number {
    if (node < 0) return -1;
    let [from, to] = [this.firstChild[node]!, this.firstChild[node + 1]!];
    while (from < to) {
      const middle = (from + to) >> 1;
      const own = this.characters[middle]!;
      if (own === code) return middle;
      if (own < code) from = middle + 1;
      else to = middle;
    }
    return -1;
  }
}

interface Node {
  weight: number;
  readonly children: Map<number, Node>;
}

const newNode = (): Node => ({ weight: 0, children: new Map() });

/** Level by level, the children of each in the order of their codes. */
function flattened<T>(
  root: Node,
  order: number,
  make: (order: number, characters: Uint8Array, childCounts: Uint8Array, weights: Uint8Array) => T,
): T {
  const nodes: { code: number; node: Node }[] = [{ code: 0, node: root }];
  for (const { node } of nodes) {
    const children = [...node.children].sort(([a], [b]) => a - b);
    for (const [code, child] of children) nodes.push({ code, node: child });
  }
  return make(
    order,
    Uint8Array.from(nodes, ({ code }) => code),
    Uint8Array.from(nodes, ({ node }) => node.children.size),
    Uint8Array.from(nodes, ({ node }) => kept(node.weight)),
  );
}

/** At least 1, which keeps 0 for what was never said. */
const kept = (weight: number): number =>
  weight === 0
    ? 0
    : Math.min(255, Math.max(1, 1 + Math.round(STEPS_A_DOUBLING * Math.log2(Math.max(1, weight)))));
