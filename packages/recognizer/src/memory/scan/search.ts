import { askHead } from './heads.js';
import { HEAD_NUMBERS } from './assemble.js';
import { NONE, quantise, ROWS_A_CHUNK, type HeadAxes, type Rows, type Scratch } from './rows.js';

/** What is asked of a memory, in its numbers. */
export interface SearchQuestion {
  /** `NONE` without a writer. */
  readonly writer: number;
  /** The writer's newest row, from which the others follow. */
  readonly newestOwn: number;
  readonly ownCount: number;
  /** Entries of shared samples to go through. */
  readonly entries: number;
  /** The most own and the most shared ones. */
  readonly limit: number;
  /** By index in the label space. */
  readonly allowed: readonly boolean[];
}

/** A row that was found, as far as a thread can say that only reads. */
export interface Hit {
  readonly row: number;
  readonly generation: number;
  /** Cosine similarity, -1..1. */
  readonly similarity: number;
}

export interface Hits {
  /** Most similar first. */
  readonly own: readonly Hit[];
  readonly shared: readonly Hit[];
}

/**
 * As many of the best by their high bytes are compared by all bits: the high bytes rank those wrongly that
 * differ by less than about 0.002.
 */
const candidatesFor = (limit: number): number => Math.max(32, 4 * limit);

/** Searches the rows of a block; each thread has its own reader. */
export class RowReader {
  private readonly scratch: Scratch;

  constructor(
    readonly rows: Rows,
    reader: number,
  ) {
    this.scratch = rows.scratch(reader);
  }

  /**
   * The nearest own and the nearest shared samples, `limit` each. The writer's own are no shared ones.
   *
   * @param query of length 1
   */
  search(query: Float32Array, question: SearchQuestion): Hits {
    const { writer, newestOwn, ownCount, entries, limit, allowed } = question;
    const { rows } = this;
    rows.block.refresh();
    const { axes } = rows;
    const heads = axes ? this.askHead(query, axes) : undefined;
    if (!heads) this.ask(query);

    const own = new Best(limit);
    // Counted, because a row that is removed and used again at this moment leads elsewhere.
    let row = newestOwn;
    for (let left = ownCount; left > 0 && row !== NONE; left--, row = rows.get(row, 'next')) {
      if (rows.get(row, 'writer') !== writer || !isAllowed(allowed, rows.get(row, 'own'))) continue;
      this.offer(own, row);
    }

    const shared = new Best(limit);
    for (let first = 0; first < entries; first += ROWS_A_CHUNK) {
      const count = Math.min(ROWS_A_CHUNK, entries - first);
      const rowOf = (index: number): number => {
        const row = rows.rowOfEntry(first + index);
        if (row === NONE || !isAllowed(allowed, rows.get(row, 'shared'))) return NONE;
        return writer !== NONE && rows.get(row, 'writer') === writer ? NONE : row;
      };
      const { vectors, scales } = rows.entryChunk(first / ROWS_A_CHUNK);
      // Of the first ones nothing is known that they would have to be above.
      if (heads && first > 0) this.scanHeads(first / ROWS_A_CHUNK, count, heads, shared, rowOf);
      else this.scan(vectors, scales, count, shared, rowOf);
    }
    return { own: this.exact(own, query, limit), shared: this.exact(shared, query, limit) };
  }

  /** The nearest of all rows that are accepted. */
  searchAll(
    query: Float32Array,
    count: number,
    limit: number,
    accepts: (row: number) => boolean,
  ): readonly Hit[] {
    const { rows } = this;
    rows.block.refresh();
    this.ask(query);
    const best = new Best(limit);
    for (let first = 0; first < count; first += ROWS_A_CHUNK) {
      const { vectors, scales } = rows.rowChunk(first / ROWS_A_CHUNK);
      this.scan(vectors, scales, Math.min(ROWS_A_CHUNK, count - first), best, (index) =>
        accepts(first + index) ? first + index : NONE,
      );
    }
    return this.exact(best, query, limit);
  }

  private ask(query: Float32Array): void {
    this.check(query);
    this.put(quantise(query, 32_767).values);
  }

  private askHead(query: Float32Array, axes: HeadAxes): HeadFloor {
    this.check(query);
    const { query: whole, head, ...floor } = askHead(query, this.rows, axes);
    this.put(whole);
    this.rows.block.i16.set(head, this.scratch.head / 2);
    return floor;
  }

  private check({ length }: Float32Array): void {
    if (length === this.rows.size) return;
    throw new RangeError(`an embedding has ${this.rows.size} numbers, not ${length}`);
  }

  private put(query: Int16Array): void {
    const { i16 } = this.rows.block;
    const start = this.scratch.query / 2;
    i16.fill(0, start, start + this.rows.stride);
    i16.set(query, start);
  }

  private scan(
    vectors: number,
    scales: number,
    count: number,
    best: Best,
    rowOf: (index: number) => number,
  ): void {
    const { block, stride } = this.rows;
    const { query, found } = this.scratch;
    const scanned = [vectors, count, stride, query, scales, scales, 0] as const;
    this.take(block.kernel.scan(...scanned, best.floor, found), best, rowOf);
  }

  /** Of what was found, what is accepted. */
  private take(length: number, best: Best, rowOf: (index: number) => number): void {
    const { f32, i32 } = this.rows.block;
    for (let at = 0, place = this.scratch.found / 4; at < length; at++, place += 2) {
      const score = f32[place + 1]!;
      if (!(score > best.floor)) continue;
      const row = rowOf(i32[place]!);
      if (row !== NONE) best.add(row, score);
    }
  }

  /** The same of shared samples: by their heads, and then of those that may be among the best. */
  private scanHeads(
    chunk: number,
    count: number,
    { reach, common, slack }: HeadFloor,
    best: Best,
    rowOf: (index: number) => number,
  ): void {
    const { rows } = this;
    const { kernel } = rows.block;
    const { query, head, found } = this.scratch;
    const { heads, scales: headScales, rests } = rows.headChunk(chunk);
    const scanned = [heads, count, HEAD_NUMBERS, head, headScales, rests, reach] as const;
    const mayBe = kernel.scanHeads(...scanned, best.floor - common - slack, found);
    const { vectors, scales } = rows.entryChunk(chunk);
    const again = [vectors, mayBe, rows.stride, query, scales, scales, 0] as const;
    this.take(kernel.rescan(...again, best.floor, found), best, rowOf);
  }

  private offer(best: Best, row: number): void {
    const scales = 4 * this.rows.at(row, 'scale');
    this.scan(this.rows.vectorAt(row), scales, 1, best, () => row);
  }

  private exact({ rows: candidates }: Best, query: Float32Array, limit: number): Hit[] {
    return candidates
      .map((row): Hit => {
        const generation = this.rows.generation(row);
        return { row, generation, similarity: this.rows.similarity(row, query) };
      })
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, limit);
  }
}

/** See `AskedHead`. */
interface HeadFloor {
  readonly reach: number;
  readonly common: number;
  readonly slack: number;
}

const isAllowed = (allowed: readonly boolean[], label: number): boolean =>
  label !== NONE && allowed[label] === true;

/** The rows with the highest scores, the highest first; of equals the one that came first. */
class Best {
  readonly rows: number[] = [];
  private readonly scores: number[] = [];
  private readonly most: number;
  /** What a score must be above to be among them. */
  floor = -Infinity;

  constructor(limit: number) {
    this.most = candidatesFor(limit);
    if (limit === 0) this.floor = Infinity;
  }

  add(row: number, score: number): void {
    const { rows, scores, most } = this;
    if (rows.length === most) {
      rows.pop();
      scores.pop();
    }
    let place = scores.length;
    while (place > 0 && scores[place - 1]! < score) place--;
    rows.splice(place, 0, row);
    scores.splice(place, 0, score);
    if (rows.length === most) this.floor = scores[most - 1]!;
  }
}
