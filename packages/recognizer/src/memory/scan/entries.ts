import { chunkOf, NONE, ROWS_A_CHUNK, type Rows } from './rows.js';

/** The entries of shared samples, of the thread that writes. One that is freed is used again, none moves. */
export class Entries {
  private readonly free: number[] = [];
  /** Entries that there ever were: as many are gone through. */
  length = 0;

  constructor(private readonly rows: Rows) {}

  /** Samples that are shared. */
  get size(): number {
    return this.length - this.free.length;
  }

  add(row: number): void {
    const entry = this.free.pop() ?? this.append();
    this.rows.setEntry(entry, row);
    this.rows.set(row, 'entry', entry);
  }

  drop(row: number): void {
    const entry = this.rows.get(row, 'entry');
    if (entry === NONE) return;
    this.rows.clearEntry(entry);
    this.rows.set(row, 'entry', NONE);
    this.free.push(entry);
  }

  private append(): number {
    if (this.length % ROWS_A_CHUNK === 0) this.rows.addEntryChunk(chunkOf(this.length));
    return this.length++;
  }
}
