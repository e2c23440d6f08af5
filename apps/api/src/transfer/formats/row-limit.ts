import { MOST_IMPORTED_ROWS } from '@inkling/contract';
import { numberWords } from '../../common/number-words.js';
import { ImportFileError } from './import-file.js';

/** @throws ImportFileError when a file has none, or more than an import may have */
export function checkTotal(total: number): void {
  if (total === 0) throw new ImportFileError('The file has no samples. Choose another one.');
  if (total > MOST_IMPORTED_ROWS) {
    throw new ImportFileError(
      `The file has ${numberWords(total)} rows. An import may have ${numberWords(MOST_IMPORTED_ROWS)}: split the file.`,
    );
  }
}
