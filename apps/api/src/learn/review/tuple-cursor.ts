import type { z } from 'zod';
import { parseJson } from '../../common/parse-json.js';
import { validationProblem } from '../../common/validation.js';

/** A place in a list that is ordered by several columns, as the cursor of the page after it. */
export const cursorOf = (values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

/** @throws ProblemError when it is none of this order */
export function placeOfCursor<T extends z.ZodType>(schema: T, cursor: string): z.output<T> {
  const read = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (read.success) return read.data;
  const message = 'Invalid cursor for this order.';
  throw validationProblem([{ message, path: ['cursor'] }]);
}
