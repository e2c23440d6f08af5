import { Injectable } from '@nestjs/common';
import type { ImportFile } from './import-file.js';
import { openImport, type OpenOptions } from './open-import.js';

/** Opens files to be imported. */
@Injectable()
export class ImportFiles {
  /** @throws ImportFileError */
  open(path: string, options: OpenOptions): Promise<ImportFile> {
    return openImport(path, options);
  }
}
