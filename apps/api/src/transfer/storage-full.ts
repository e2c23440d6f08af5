import { ProblemError } from '../common/problem-error.js';

/** The problem of a file that its disk, or a quota of it, has no room for; `undefined` where something else failed. */
export function storageFull(error: unknown): ProblemError | undefined {
  const { code } = error as { code?: unknown };
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return undefined;
  return new ProblemError('storage_full', 'The disk is full. Nothing was kept.', { cause: error });
}
