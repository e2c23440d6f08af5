import type { NetworkMemory } from '@inkling/recognizer';
import type { ModelVersion } from '../registry/model-version.js';
import type { LoadedModel, ToRead } from './loaded-model.js';
import type { Remembering, Searched, SearchWork, ServedMemory } from './served-memory.js';
import { SharedUse } from './shared-use.js';

/** A loaded version together with the memory that it embedded. */
export class ServingModel {
  private remembered: ServedMemory;
  /** Whoever asks it says so: after `retire` it is closed as soon as the last one has ended. */
  readonly use = new SharedUse();

  constructor(
    readonly model: LoadedModel,
    memory: NetworkMemory,
  ) {
    this.remembered = model.serve(memory);
  }

  get memory(): NetworkMemory {
    return this.remembered.memory;
  }

  /** Reads a drawing, and searches memory for what is like it. */
  remember(toRead: ToRead, searched: Searched): Promise<Remembering> {
    return this.remembered.search(searched, (search) => this.model.recognise(toRead, search));
  }

  /** Searches memory for what is like each character of a line, see `ServedMemory.during`. */
  rememberAll<T>(searched: Searched, work: SearchWork<T>): Promise<T> {
    return this.remembered.during(searched, work);
  }

  /** Takes a memory that was read anew; by the same version. */
  adopt(memory: NetworkMemory): void {
    const former = this.remembered;
    this.remembered = this.model.serve(memory);
    former.retire();
  }

  get version(): ModelVersion {
    return this.model.version;
  }

  /** Call after the reference was swapped: nobody may ask it any more. */
  async retire(): Promise<void> {
    await this.use.retire();
    this.remembered.retire();
    await this.model.close();
  }
}
