import type { ModelCard } from './card/card.js';
import { labelsOfNetwork, type Network } from './labels.js';

/**
 * What may be answered, each label under an index: first the classes of a network in the order of its
 * outputs, then symbols that people taught, which memory alone knows. Labels join and never leave, so
 * that an index holds as long as the space.
 */
export class LabelSpace {
  /** How many of the labels are classes; symbols come behind them. */
  readonly classes: number;
  private readonly known: string[] = [];
  private readonly indices = new Map<string, number>();

  constructor({ labels }: Pick<ModelCard, 'labels'>) {
    for (const label of labels) this.teach(label);
    this.classes = this.size;
  }

  /** Before a card is at hand; every version of a network has the same classes. */
  static ofNetwork(network: Network): LabelSpace {
    return new LabelSpace({ labels: [...labelsOfNetwork(network)] });
  }

  get size(): number {
    return this.known.length;
  }

  /** In the order of their indices. */
  get labels(): readonly string[] {
    return this.known;
  }

  /** `undefined` for what nobody taught. */
  indexOf(label: string): number | undefined {
    return this.indices.get(label);
  }

  /** @throws RangeError when there is none */
  labelAt(index: number): string {
    const label = this.known[index];
    if (label === undefined) throw new RangeError(`There is no label ${index} of ${this.size}.`);
    return label;
  }

  /** Whether the network itself can answer it. */
  isClass(index: number): boolean {
    return index < this.classes;
  }

  /** The index of a label, which joins as a symbol if it is new. */
  teach(label: string): number {
    const known = this.indices.get(label);
    if (known !== undefined) return known;
    this.indices.set(label, this.known.length);
    return this.known.push(label) - 1;
  }

  /** Of those labels that it has, in the order given. */
  indicesOf(labels: readonly string[]): number[] {
    return labels.flatMap((label) => this.indices.get(label) ?? []);
  }

  /** By index, whether these alone may answer: all classes are told, and symbols as far as one may. */
  maskOf(indices: readonly number[]): boolean[] {
    const length = Math.max(this.classes, ...indices.map((index) => index + 1));
    const mask = new Array<boolean>(length).fill(false);
    for (const index of indices) mask[index] = true;
    return mask;
  }

  /** By index, whether only these labels may answer; what is taught later may not. */
  mask(labels: readonly string[]): boolean[] {
    const allowed = new Set(labels);
    return this.known.map((label) => allowed.has(label));
  }
}
