import { cellOf, cellsAround } from './glyph-cells.js';
import { isSameGlyph } from './same-glyph.js';

const ROWS_A_CHUNK = 1024;
const FIRST_BUCKETS = 64;
const NONE = -1;

/**
 * The glyphs of rows, outside of the JavaScript heap, and whose row has a glyph like a given one: rows of the
 * same owner and the same coarse glyph hang together.
 */
export class GlyphRows {
  private readonly chunks: Uint8Array[] = [];
  private bytes = 0;
  /** By hash of owner and coarse glyph the last row that joined; the others follow. */
  private buckets = new Int32Array(FIRST_BUCKETS).fill(NONE);
  private next = new Int32Array(FIRST_BUCKETS);
  private hashes = new Uint32Array(FIRST_BUCKETS);
  private hung = 0;

  /** @param glyph one byte a pixel, as many for every row */
  set(row: number, glyph: Uint8Array): void {
    if (this.bytes === 0) this.bytes = glyph.length;
    if (glyph.length !== this.bytes) {
      throw new RangeError(`a glyph has ${this.bytes} pixels here, not ${glyph.length}`);
    }
    const chunk = Math.floor(row / ROWS_A_CHUNK);
    this.chunks[chunk] ??= new Uint8Array(ROWS_A_CHUNK * this.bytes);
    this.chunks[chunk].set(glyph, (row % ROWS_A_CHUNK) * this.bytes);
  }

  /** A copy: rows are used again. */
  get(row: number): Uint8Array {
    return this.view(row).slice();
  }

  /** The row can be found as one of an owner's. */
  hang(row: number, owner: number): void {
    this.makeRoom(row);
    const hash = hashOf(owner, cellOf(this.view(row)));
    const bucket = this.bucketOf(hash);
    this.hashes[row] = hash;
    this.next[row] = this.buckets[bucket]!;
    this.buckets[bucket] = row;
    this.hung++;
  }

  /** @param row that hangs */
  unhang(row: number): void {
    const bucket = this.bucketOf(this.hashes[row]!);
    this.hung--;
    if (this.buckets[bucket] === row) {
      this.buckets[bucket] = this.next[row]!;
      return;
    }
    let before = this.buckets[bucket]!;
    while (this.next[before] !== row) before = this.next[before]!;
    this.next[before] = this.next[row]!;
  }

  /** Rows with the same glyph as this one within the tolerance, among those with the owner's hashes. */
  *like(glyph: Uint8Array, owner: number): Generator<number> {
    if (this.hung === 0) return;
    for (const cell of cellsAround(glyph)) {
      const hash = hashOf(owner, cell);
      for (let row = this.buckets[this.bucketOf(hash)]!; row !== NONE; row = this.next[row]!) {
        if (this.hashes[row] === hash && isSameGlyph(this.view(row), glyph)) yield row;
      }
    }
  }

  private view(row: number): Uint8Array {
    const start = (row % ROWS_A_CHUNK) * this.bytes;
    return this.chunks[Math.floor(row / ROWS_A_CHUNK)]!.subarray(start, start + this.bytes);
  }

  private bucketOf(hash: number): number {
    return hash & (this.buckets.length - 1);
  }

  private makeRoom(row: number): void {
    if (row >= this.next.length) {
      const length = Math.max(row + 1, 2 * this.next.length);
      const [next, hashes] = [new Int32Array(length), new Uint32Array(length)];
      next.set(this.next);
      hashes.set(this.hashes);
      [this.next, this.hashes] = [next, hashes];
    }
    if (this.hung < this.buckets.length) return;
    const old = this.buckets;
    this.buckets = new Int32Array(2 * old.length).fill(NONE);
    for (const first of old) {
      for (let at = first; at !== NONE;) {
        const following = this.next[at]!;
        const bucket = this.bucketOf(this.hashes[at]!);
        this.next[at] = this.buckets[bucket]!;
        this.buckets[bucket] = at;
        at = following;
      }
    }
  }
}

/** Numbers spread over 32 bits (a multiplication, its high bits folded in). */
function hashOf(owner: number, cell: number): number {
  let hash = Math.imul(owner + 1, 0x9e3779b1) ^ Math.imul(cell + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
