import { MemoryBlock } from './scan/memory-block.js';
import { Rows } from './scan/rows.js';
import { RowReader, type Hits, type SearchQuestion } from './scan/search.js';
import type { LinearMemory } from '@inkling/ink/wasm';

/** What another thread needs to search a memory; can be sent to it where its block is shared. */
export interface MemoryHandle {
  readonly memory: LinearMemory;
  readonly embeddingSize: number;
  readonly readers: number;
}

/** The search of a memory that another thread writes. */
export class MemorySearch {
  private readonly reader: RowReader;

  /** @param reader this thread's number, below that of the memory's readers */
  constructor({ memory, embeddingSize, readers }: MemoryHandle, reader: number) {
    this.reader = new RowReader(new Rows(MemoryBlock.over(memory), embeddingSize, readers), reader);
  }

  /** @param query of length 1 */
  search(query: Float32Array, question: SearchQuestion): Hits {
    return this.reader.search(query, question);
  }
}
