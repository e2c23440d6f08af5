import { ProblemError } from '../common/problem-error.js';
import type { Writer } from './writer.js';

/**
 * For what a key must not do: whoever finds one could take the account itself.
 *
 * @throws ProblemError
 */
export function requireSession({ keyId }: Writer): void {
  if (keyId === undefined) return;
  throw new ProblemError('forbidden', 'An API key may not do this. Sign in to do it yourself.');
}
