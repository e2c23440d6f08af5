import type { LabelSpace } from '../label-space.js';
import { RecentMap } from '../recent-map.js';
import { EmbeddingTable } from './embedding-table.js';
import { isSameGlyph } from './same-glyph.js';
import type { LookAlike, MemoryNeighbour, MemorySample } from './memory-sample.js';

/** Ids of samples that were taken back, so that news that arrive late don't revive them. */
const MOST_TOMBSTONES = 10_000;

/** The samples of one network, embedded by one model version: each writer's own, and everybody's. */
export class NetworkMemory {
  private readonly own = new Map<string, EmbeddingTable<MemorySample>>();
  private readonly shared: EmbeddingTable<MemorySample>;
  private readonly samples = new Map<string, MemorySample>();
  private readonly tombstones = new RecentMap<string, true>(MOST_TOMBSTONES);

  /** @param labels what samples count as; memory may know more of them than the network has classes */
  constructor(
    readonly embeddingSize: number,
    readonly labels: LabelSpace,
  ) {
    this.shared = new EmbeddingTable(embeddingSize);
  }

  /** Samples that serve anyone. */
  get size(): { readonly samples: number; readonly shared: number; readonly writers: number } {
    return {
      samples: this.samples.size,
      shared: this.shared.count,
      writers: this.own.size,
    };
  }

  has(sampleId: string): boolean {
    return this.samples.has(sampleId);
  }

  /** Adds a sample or replaces an older state of it. */
  put(sample: MemorySample): void {
    const known = this.samples.get(sample.id);
    if (this.tombstones.has(sample.id) || (known && known.revision > sample.revision)) return;
    if (known) this.drop(known);
    this.samples.set(sample.id, sample);
    const { writerId, ownClass, sharedClass, embedding } = sample;
    if (writerId !== null && ownClass !== null)
      this.tableOf(writerId).set(sample, embedding, ownClass);
    if (sharedClass !== null) this.shared.set(sample, embedding, sharedClass);
  }

  remove(sampleId: string): void {
    this.tombstones.set(sampleId, true);
    const known = this.samples.get(sampleId);
    if (known) this.drop(known);
    this.samples.delete(sampleId);
  }

  /** The newest of the writer's own samples with this very glyph and an allowed class. */
  sameGlyph(
    writerId: string | null,
    glyph: Uint8Array,
    allowed: readonly boolean[],
  ): MemorySample | undefined {
    let newest: MemorySample | undefined;
    for (const sample of this.ownOf(writerId)?.values() ?? []) {
      if (sample.ownClass === null || !allowed[sample.ownClass]) continue;
      if (newest && !isNewer(sample, newest)) continue;
      if (isSameGlyph(sample.glyph, glyph)) newest = sample;
    }
    return newest;
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
    const own = this.ownOf(writerId)?.nearest(query, limit, allowed) ?? [];
    const shared = this.shared.nearest(
      query,
      limit,
      allowed,
      (sample) => writerId === null || sample.writerId !== writerId,
    );
    return [
      ...own.map(({ item, ...rest }) => ({ sample: item, own: true, ...rest })),
      ...shared.map(({ item, ...rest }) => ({ sample: item, own: false, ...rest })),
    ];
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
    accepts: (sample: MemorySample) => boolean = () => true,
  ): LookAlike[] {
    const tables = [...this.own.values()].map((table) =>
      table.nearest(query, limit, undefined, accepts),
    );
    // Those of nobody, and those that serve everybody but not their writer.
    const others = this.shared.nearest(
      query,
      limit,
      undefined,
      (sample) => (sample.writerId === null || sample.ownClass === null) && accepts(sample),
    );
    return [...tables.flat(), ...others]
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, limit)
      .map(({ item, similarity }) => ({
        sample: item,
        classIndex: item.sharedClass ?? item.ownClass!,
        similarity,
      }));
  }

  private ownOf(writerId: string | null): EmbeddingTable<MemorySample> | undefined {
    return writerId === null ? undefined : this.own.get(writerId);
  }

  private tableOf(writerId: string): EmbeddingTable<MemorySample> {
    const known = this.own.get(writerId);
    if (known) return known;
    const table = new EmbeddingTable<MemorySample>(this.embeddingSize);
    this.own.set(writerId, table);
    return table;
  }

  private drop(sample: MemorySample): void {
    this.shared.delete(sample.id);
    const own = this.ownOf(sample.writerId);
    own?.delete(sample.id);
    if (own?.count === 0) this.own.delete(sample.writerId!);
  }
}

const isNewer = (a: MemorySample, b: MemorySample): boolean =>
  a.saidAtMs > b.saidAtMs || (a.saidAtMs === b.saidAtMs && a.id > b.id);
