import type { ModelCard } from './card/card.js';
import { labelsOfNetwork, labelsOfTask, type Network, type Task } from './labels.js';
import { isSymbol } from './symbol.js';

/**
 * What may be answered, each label under an index: first the classes of a version in the order of its
 * outputs, the network's own and behind them symbols that a training gave one; then symbols that people
 * taught, which memory alone knows. Labels join and never leave, so that an index holds as long as the space.
 */
export class LabelSpace {
  /** How many of the labels are classes; symbols come behind them. */
  readonly classes: number;
  /** Of the first symbol, whether it has a class or not. */
  private readonly firstSymbol: number;
  private readonly known: string[] = [];
  private readonly indices = new Map<string, number>();

  constructor({ labels }: Pick<ModelCard, 'labels'>) {
    for (const label of labels) this.teach(label);
    this.classes = this.size;
    const first = this.known.findIndex(isSymbol);
    this.firstSymbol = first < 0 ? this.classes : first;
  }

  /** The classes that every version of a network has. */
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

  /** Whether people taught it, also where a training gave it a class since. */
  isSymbol(index: number): boolean {
    return index >= this.firstSymbol;
  }

  /** What the network itself can answer in a task. */
  classesOfTask(task: Task): readonly string[] {
    return classesOfTask(task, this.known.slice(0, this.classes));
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

/**
 * The classes of a version that may answer a task: the task's own, and symbols that a training gave a class. They may be
 * answered to everybody, but are no digits.
 *
 * @param labels of the version's card
 */
export const classesOfTask = (task: Task, labels: readonly string[]): readonly string[] =>
  task === 'digits' ? labelsOfTask(task) : [...labelsOfTask(task), ...labels.filter(isSymbol)];
