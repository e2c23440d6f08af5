import { idSchema } from '@inkling/contract';
import { validationProblem } from './validation.js';

/**
 * A list's cursor is the last id of the page before: ids grow with time.
 *
 * @throws ProblemError when it is none
 */
export function pageCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const { data } = idSchema.safeParse(cursor);
  if (data !== undefined) return data;
  throw validationProblem([{ message: 'Invalid cursor.', path: ['cursor'] }]);
}
