import { Inject, Injectable } from '@nestjs/common';
import { HDF5_SOURCE, type Hdf5Source } from './hdf5/hdf5-thread.js';
import type { ImportFile } from './import-file.js';
import { openImport, type OpenOptions } from './open-import.js';

/** Opens files to be imported. */
@Injectable()
export class ImportFiles {
  constructor(@Inject(HDF5_SOURCE) private readonly hdf5: Hdf5Source) {}

  /** @throws ImportFileError */
  open(path: string, options: OpenOptions): Promise<ImportFile> {
    return openImport(path, options, this.hdf5);
  }
}
