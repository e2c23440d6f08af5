import { idSchema } from '@inkling/contract';
import { validationProblem } from './validation.js';

/**
 * A list's cursor is the last id of the page before: ids grow with time.
 *
 * @throws ProblemError when it is none
 */
export function pageCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined || idSchema.safeParse(cursor).success) return cursor;
  throw validationProblem([{ message: 'This is no cursor of a page before.', path: ['cursor'] }]);
}
