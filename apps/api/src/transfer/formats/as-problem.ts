import { ProblemError } from '../../common/problem-error.js';
import { ImportFileError } from './import-file.js';

/** @throws ProblemError where the file is at fault */
export async function asProblem<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ImportFileError)) throw error;
    throw new ProblemError('unreadable_import', error.message, {
      errors: [{ pointer: '/file', detail: error.message }],
    });
  }
}
