import type { MemoryNeighbour, NetworkMemory } from '@inkling/recognizer';
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
  async search(
    { writerId, allowed, limit }: Searched,
    recognise: (search: MemoryQuestion) => Promise<Recognised>,
  ): Promise<Remembering> {
    const { memory, id: memoryId } = this;
    this.users++;
    try {
      const question = memory.question(writerId, limit, allowed);
      const seen = await recognise({ memoryId, question });
      return { ...seen, found: memory.neighbours(writerId, seen.hits!, allowed) };
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
