import { ProblemError } from '../../common/problem-error.js';
import type { Writer } from '../../http/access/writer.js';

/**
 * For what a key must not do, whatever its scopes: what it gave would outlive it, so a key that got lost
 * could not be shut out. Routes that never take a key say so by `@NeedsSession`.
 *
 * @throws ProblemError
 */
export function requireSession({ key }: Writer): void {
  if (key === undefined) return;
  throw new ProblemError('forbidden', 'An API key may not do this. Sign in to do it yourself.');
}
