import { Heads } from './heads.js';
import { chunkOf, NONE, ROWS_A_CHUNK, type Rows } from './rows.js';

/** The entries of shared samples, of the thread that writes. One that is freed is used again, none moves. */
export class Entries {
  private readonly free: number[] = [];
  /** Entries that there ever were: as many are gone through. */
  length = 0;

  private readonly heads: Heads;

  constructor(private readonly rows: Rows) {
    this.heads = new Heads(rows);
  }

  /** Samples that are shared. */
  get size(): number {
    return this.length - this.free.length;
  }

  /** See `Heads`. @param least entries for which it is done */
  makeHeads(least?: number): void {
    if (this.heads.areThere) return;
    const rows = Array.from({ length: this.length }, (_, entry) => this.rows.rowOfEntry(entry));
    this.heads.make(
      rows.filter((row) => row !== NONE),
      least,
    );
    if (!this.heads.areThere) return;
    for (let first = 0; first < this.length; first += ROWS_A_CHUNK) {
      this.rows.addHeadChunk(chunkOf(first));
      this.heads.set(first, Math.min(ROWS_A_CHUNK, this.length - first));
    }
  }

  add(row: number): void {
    const entry = this.free.pop() ?? this.append();
    this.rows.setEntryVector(entry, row);
    this.heads.set(entry, 1);
    // Now it may be found.
    this.rows.setEntryRow(entry, row);
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
    if (this.length % ROWS_A_CHUNK === 0) {
      this.rows.addEntryChunk(chunkOf(this.length));
      if (this.heads.areThere) this.rows.addHeadChunk(chunkOf(this.length));
    }
    return this.length++;
  }
}
