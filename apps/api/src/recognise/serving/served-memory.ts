import type { Hits, MemoryNeighbour, NetworkMemory } from '@inkling/recognizer';
import type { InferencePool } from '../inference/inference-pool.js';
import type { MemoryQuestion, Recognised } from '../inference/protocol.js';

/** What a drawing is read as, and what memory has that is like it. */
export interface Remembering extends Recognised {
  readonly found: readonly MemoryNeighbour[];
}

export interface Searched {
  readonly writerId: string | null;
  readonly allowed: readonly boolean[];
  readonly limit: number;
}

/** Gets the question for the threads, and the way from their hits to samples. */
export type SearchWork<T> = (
  search: MemoryQuestion,
  found: (hits: Hits) => readonly MemoryNeighbour[],
) => Promise<T>;

/** A memory that the threads of the pool search, until it was retired and the last of them has done so. */
export class ServedMemory {
  private readonly id: number;
  private users = 0;
  private retired = false;

  constructor(
    private readonly pool: InferencePool,
    readonly memory: NetworkMemory,
  ) {
    this.id = pool.attach(memory.handle);
  }

  /** Reads and searches in one crossing. What another thread found and was removed meanwhile is left out. */
  search(
    searched: Searched,
    recognise: (search: MemoryQuestion) => Promise<Recognised>,
  ): Promise<Remembering> {
    return this.during(searched, async (search, found) => {
      const seen = await recognise(search);
      return { ...seen, found: found(seen.hits!) };
    });
  }

  /** Any number of searches for one writer; the memory stays until all of it is done. */
  async during<T>({ writerId, allowed, limit }: Searched, work: SearchWork<T>): Promise<T> {
    const { memory, id: memoryId } = this;
    this.users++;
    try {
      const question = memory.question(writerId, limit, allowed);
      return await work({ memoryId, question }, (hits) =>
        memory.neighbours(writerId, hits, allowed),
      );
    } finally {
      this.users--;
      this.detachIfDone();
    }
  }

  /** Nobody begins a search any more. */
  retire(): void {
    this.retired = true;
    this.detachIfDone();
  }

  private detachIfDone(): void {
    if (this.retired && this.users === 0) this.pool.detach(this.id);
  }
}
