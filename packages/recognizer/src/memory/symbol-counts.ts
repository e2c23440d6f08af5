import type { LabelSpace } from '../label-space.js';

/** How many samples each writer, or everybody, has of each symbol, with a class or without. The network's own classes are not counted. */
export class SymbolCounts {
  private readonly ofWriter = new Map<number, Map<number, number>>();

  constructor(private readonly labels: Pick<LabelSpace, 'isSymbol'>) {}

  add(writer: number, index: number): void {
    if (!this.labels.isSymbol(index)) return;
    const counts = this.ofWriter.get(writer) ?? new Map<number, number>();
    counts.set(index, (counts.get(index) ?? 0) + 1);
    this.ofWriter.set(writer, counts);
  }

  drop(writer: number, index: number): void {
    const counts = this.ofWriter.get(writer);
    const count = counts?.get(index);
    if (!counts || count === undefined) return;
    if (count > 1) counts.set(index, count - 1);
    else counts.delete(index);
    if (counts.size === 0) this.ofWriter.delete(writer);
  }

  /** Indices in the label space, those that came first first. */
  of(writer: number): readonly number[] {
    return [...(this.ofWriter.get(writer)?.keys() ?? [])];
  }
}
