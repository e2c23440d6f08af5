import type { LabelSpace } from '../label-space.js';
import { RecentMap } from '../recent-map.js';
import { GlyphRows } from './glyph-rows.js';
import { SymbolCounts } from './symbol-counts.js';
import type {
  LookAlike,
  MemoryNeighbour,
  MemorySample,
  RememberedSample,
  SampleState,
} from './memory-sample.js';
import { Entries } from './scan/entries.js';
import { MemoryBlock } from './scan/memory-block.js';
import { chunkOf, NONE, Rows, ROWS_A_CHUNK } from './scan/rows.js';
import { RowReader, type Hit, type Hits, type SearchQuestion } from './scan/search.js';
import type { MemoryHandle } from './memory-search.js';

/** Ids of samples that were taken back, so that news that arrive late don't revive them. */
const MOST_TOMBSTONES = 10_000;

/** What the thread that writes knows of a row beyond the block. */
interface Known {
  readonly id: string;
  readonly revision: number;
  readonly saidAtMs: number;
}

/** A writer's own rows: how many, and the one that came last. */
interface OwnRows {
  count: number;
  newest: number;
}

export interface NetworkMemoryOptions {
  /** Where embeddings lie. One that is shared can be searched by other threads. @defaultValue a plain one */
  readonly block?: MemoryBlock;
  /** Threads beside this one that may search at the same time. @defaultValue 0 */
  readonly readers?: number;
}

/**
 * The samples of one network, embedded by one model version: each writer's own, and everybody's. Embeddings
 * lie in a block that other threads search, see `MemorySearch`; glyphs beside it, out of the heap.
 */
export class NetworkMemory {
  private readonly rows: Rows;
  private readonly reader: RowReader;
  private readonly entries: Entries;
  private readonly glyphs = new GlyphRows();
  private readonly known: (Known | undefined)[] = [];
  private readonly rowOf = new Map<string, number>();
  private readonly free: number[] = [];
  private readonly writers: string[] = [];
  private readonly writerNumbers = new Map<string, number>();
  private readonly own = new Map<number, OwnRows>();
  private readonly symbols: SymbolCounts;
  private readonly tombstones = new RecentMap<string, true>(MOST_TOMBSTONES);
  /** Revisions at which samples were forgotten, so that an older state that arrives late is not put. */
  private readonly forgotten = new RecentMap<string, number>(MOST_TOMBSTONES);

  /** @param labels what samples count as; memory may know more of them than the network has classes */
  constructor(
    readonly embeddingSize: number,
    readonly labels: LabelSpace,
    { block = MemoryBlock.plain(), readers = 0 }: NetworkMemoryOptions = {},
  ) {
    this.rows = new Rows(block, embeddingSize, readers + 1);
    this.reader = new RowReader(this.rows, readers);
    this.entries = new Entries(this.rows);
    this.symbols = new SymbolCounts(labels);
  }

  /** For another thread's `MemorySearch`. */
  get handle(): MemoryHandle {
    const { block, readers } = this.rows;
    return { memory: block.memory, embeddingSize: this.embeddingSize, readers };
  }

  /** Samples that serve anyone. */
  get size(): { readonly samples: number; readonly shared: number; readonly writers: number } {
    return { samples: this.rowOf.size, shared: this.entries.size, writers: this.own.size };
  }

  /**
   * Call when many samples were put, before another thread searches: from some thousand on a search then reads
   * a quarter of the bytes, see `Heads`. What is put later is searched in the same way.
   *
   * @param least shared samples for which it is done
   */
  index(least?: number): void {
    this.entries.makeHeads(least);
  }

  /** Samples that serve this writer as their own. */
  countOf(writerId: string | null): number {
    return this.own.get(this.writerNumber(writerId))?.count ?? 0;
  }

  /** Indices of the symbols that this writer taught, and of those that were approved, whoever taught them. */
  symbolsFor(writerId: string | null): {
    readonly own: readonly number[];
    readonly shared: readonly number[];
  } {
    const writer = this.writerNumber(writerId);
    return {
      own: writer === NONE ? [] : this.symbols.of(writer),
      shared: this.symbols.of(NONE),
    };
  }

  has(sampleId: string): boolean {
    return this.rowOf.has(sampleId);
  }

  /** Adds a sample or replaces an older state of it. */
  put(sample: MemorySample): void {
    const { id, revision, saidAtMs } = sample;
    const before = this.rowOf.get(id);
    if (this.tombstones.has(id) || (this.forgotten.get(id) ?? revision) > revision) return;
    if (before !== undefined && this.known[before]!.revision > revision) return;
    if (before !== undefined) this.drop(before);
    this.add(sample, { id, revision, saidAtMs });
  }

  /** A sample that was taken back. */
  remove(sampleId: string): void {
    this.tombstones.set(sampleId, true);
    this.forget(sampleId);
  }

  /**
   * A sample that serves nobody here now, and may again.
   *
   * @param revision of the state that serves nobody; absent: whatever state it has
   */
  forget(sampleId: string, revision?: number): void {
    const row = this.rowOf.get(sampleId);
    if (revision !== undefined) {
      if (row !== undefined && this.known[row]!.revision > revision) return;
      const before = this.forgotten.get(sampleId) ?? revision;
      this.forgotten.set(sampleId, Math.max(before, revision));
    }
    if (row !== undefined) this.drop(row);
  }

  /** The newest of the writer's own samples with this very glyph and an allowed class. */
  sameGlyph(
    writerId: string | null,
    glyph: Uint8Array,
    allowed: readonly boolean[],
  ): RememberedSample | undefined {
    const writer = this.writerNumber(writerId);
    if (!this.own.has(writer)) return undefined;
    let newest = NONE;
    for (const row of this.glyphs.like(glyph, writer)) {
      // Another writer's may have the same hash.
      if (this.rows.get(row, 'writer') !== writer || !allowed[this.rows.get(row, 'own')]) continue;
      if (newest === NONE || isNewer(this.known[row]!, this.known[newest]!)) newest = row;
    }
    return newest === NONE ? undefined : this.sampleAt(newest);
  }

  /**
   * The nearest own and the nearest shared samples, `limit` each. The writer's own count as own only,
   * also those that are approved.
   *
   * @param query the new glyph's embedding, of length 1
   */
  nearest(
    writerId: string | null,
    query: Float32Array,
    limit: number,
    allowed: readonly boolean[],
  ): MemoryNeighbour[] {
    const hits = this.reader.search(query, this.question(writerId, limit, allowed));
    return this.neighbours(writerId, hits, allowed);
  }

  /** What a thread that searches is to be asked for the same as `nearest`. */
  question(writerId: string | null, limit: number, allowed: readonly boolean[]): SearchQuestion {
    const writer = this.writerNumber(writerId);
    const { newest, count } = this.own.get(writer) ?? { newest: NONE, count: 0 };
    return {
      writer,
      newestOwn: newest,
      ownCount: count,
      entries: this.entries.length,
      limit,
      allowed,
    };
  }

  /** What another thread found, as far as it still holds: what was removed or changed meanwhile is not. */
  neighbours(
    writerId: string | null,
    { own, shared }: Hits,
    allowed: readonly boolean[],
  ): MemoryNeighbour[] {
    const writer = this.writerNumber(writerId);
    const resolve = (hits: readonly Hit[], isOwn: boolean): MemoryNeighbour[] =>
      hits.flatMap(({ row, generation, similarity }) => {
        if (this.known[row] === undefined || this.rows.generation(row) !== generation) return [];
        // The row may have passed to another writer before that thread noted the generation.
        const isWriters = writer !== NONE && this.rows.get(row, 'writer') === writer;
        if (isWriters !== isOwn) return [];
        const classIndex = this.rows.get(row, isOwn ? 'own' : 'shared');
        if (!allowed[classIndex]) return [];
        return [{ sample: this.sampleAt(row), classIndex, similarity, own: isOwn }];
      });
    return [...resolve(writerId === null ? [] : own, true), ...resolve(shared, false)];
  }

  /**
   * The nearest of everybody's samples, whatever their status unless they serve nobody: for reviewers, and
   * for what is known of a sample by those that look like it. Each counts as its reviewed class, or else
   * as its writer's.
   *
   * @param query of length 1
   */
  nearestOfAnyone(
    query: Float32Array,
    limit: number,
    accepts: (sample: SampleState) => boolean = () => true,
  ): LookAlike[] {
    const found = this.reader.searchAll(
      query,
      this.known.length,
      limit,
      (row) => this.servesAnyone(row) && accepts(this.stateAt(row)),
    );
    return found.map(({ row, similarity }) => {
      const sample = this.sampleAt(row);
      return { sample, classIndex: sample.sharedClass ?? sample.ownClass!, similarity };
    });
  }

  private servesAnyone(row: number): boolean {
    if (this.known[row] === undefined) return false;
    const { rows } = this;
    if (rows.get(row, 'shared') !== NONE) return true;
    return rows.get(row, 'own') !== NONE && rows.get(row, 'writer') !== NONE;
  }

  private sampleAt(row: number): RememberedSample {
    return Object.assign(this.stateAt(row), { glyph: this.glyphs.get(row) });
  }

  /** Of hundreds for each line: named one by one, since spreading an object takes many times as long. */
  private stateAt(row: number): SampleState {
    const { rows } = this;
    const { id, revision, saidAtMs } = this.known[row]!;
    const writer = rows.get(row, 'writer');
    return {
      id,
      revision,
      saidAtMs,
      writerId: writer === NONE ? null : this.writers[writer]!,
      ownClass: numberOrNull(rows.get(row, 'own')),
      sharedClass: numberOrNull(rows.get(row, 'shared')),
    };
  }

  private add(sample: MemorySample, known: Known): void {
    const { rows } = this;
    const row = this.free.pop() ?? this.append();
    const writer = sample.writerId === null ? NONE : this.numberOfWriter(sample.writerId);
    rows.setVector(row, sample.embedding);
    rows.set(row, 'writer', writer);
    rows.set(row, 'own', sample.ownClass ?? NONE);
    rows.set(row, 'shared', sample.sharedClass ?? NONE);
    rows.set(row, 'entry', NONE);
    rows.nextGeneration(row);
    this.glyphs.set(row, sample.glyph);
    this.known[row] = known;
    this.rowOf.set(known.id, row);
    if (writer !== NONE && sample.ownClass !== null) this.addOwn(row, writer);
    if (sample.sharedClass !== null) {
      this.entries.add(row);
      this.symbols.add(NONE, sample.sharedClass);
    }
  }

  private drop(row: number): void {
    const { rows } = this;
    const { id } = this.known[row]!;
    const writer = rows.get(row, 'writer');
    const shared = rows.get(row, 'shared');
    if (writer !== NONE && rows.get(row, 'own') !== NONE) this.dropOwn(row, writer);
    if (shared !== NONE) this.symbols.drop(NONE, shared);
    this.entries.drop(row);
    rows.set(row, 'own', NONE);
    rows.set(row, 'shared', NONE);
    rows.nextGeneration(row);
    this.known[row] = undefined;
    this.rowOf.delete(id);
    this.free.push(row);
  }

  private addOwn(row: number, writer: number): void {
    const own = this.own.get(writer) ?? { count: 0, newest: NONE };
    this.rows.set(row, 'next', own.newest);
    own.newest = row;
    own.count++;
    this.own.set(writer, own);
    this.symbols.add(writer, this.rows.get(row, 'own'));
    this.glyphs.hang(row, writer);
  }

  /** Its `next` stays: a thread may stand on it. */
  private dropOwn(row: number, writer: number): void {
    const { rows } = this;
    const own = this.own.get(writer)!;
    const following = rows.get(row, 'next');
    if (own.newest === row) own.newest = following;
    else {
      let before = own.newest;
      while (rows.get(before, 'next') !== row) before = rows.get(before, 'next');
      rows.set(before, 'next', following);
    }
    own.count--;
    this.symbols.drop(writer, rows.get(row, 'own'));
    if (own.count === 0) this.own.delete(writer);
    this.glyphs.unhang(row);
  }

  private append(): number {
    const row = this.known.length;
    if (row % ROWS_A_CHUNK === 0) this.rows.addRowChunk(chunkOf(row));
    this.known.push(undefined);
    return row;
  }

  private writerNumber(writerId: string | null): number {
    return writerId === null ? NONE : (this.writerNumbers.get(writerId) ?? NONE);
  }

  private numberOfWriter(writerId: string): number {
    const known = this.writerNumbers.get(writerId);
    if (known !== undefined) return known;
    const writer = this.writers.push(writerId) - 1;
    this.writerNumbers.set(writerId, writer);
    return writer;
  }
}

const numberOrNull = (value: number): number | null => (value === NONE ? null : value);

const isNewer = (a: Known, b: Known): boolean =>
  a.saidAtMs > b.saidAtMs || (a.saidAtMs === b.saidAtMs && a.id > b.id);
