import { isStorableText, UNSTORABLE_TEXT } from '@inkling/contract';
import { validationProblem } from '../common/validation.js';

/** Where in a value that was JSON a text stands that the database can't keep; `undefined` where none does. */
function placeOfUnstorable(value: unknown, path: readonly string[]): readonly string[] | undefined {
  if (typeof value === 'string') return isStorableText(value) ? undefined : path;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, part] of Object.entries(value)) {
    const found = isStorableText(name) ? placeOfUnstorable(part, [...path, name]) : [...path, name];
    if (found) return found;
  }
  return undefined;
}

/**
 * For requests that a library judges by schemas of its own: every text of theirs is as fields of ours.
 *
 * @throws ProblemError
 */
export function refuseUnstorable(value: unknown): void {
  const path = placeOfUnstorable(value, []);
  if (path) throw validationProblem([{ message: UNSTORABLE_TEXT, path }]);
}
