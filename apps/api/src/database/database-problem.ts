import { type DatabaseTrouble, databaseTrouble } from '@inkling/store';
import { ProblemError } from '../common/problem-error.js';
import type { DatabaseState } from './database-state.js';

/** What a person is told, and in how many seconds it is worth another try. */
const PROBLEMS = {
  away: ['database_away', 'The database is not responding. Try again in a few seconds.', 2],
  busy: ['busy', 'The server is busy. Try again in a few seconds.', 2],
  full: ['storage_full', 'The disk of the database is full. An admin must make room.', 30],
} as const satisfies Record<DatabaseTrouble, readonly [string, string, number]>;

export function problemOfTrouble(trouble: DatabaseTrouble, cause?: unknown): ProblemError {
  const [code, detail, retryAfterS] = PROBLEMS[trouble];
  return new ProblemError(code, detail, { headers: { 'retry-after': String(retryAfterS) }, cause });
}

/** Of something that depends on what was answered and can't be written for now: it is not lost. */
export function unwrittenProblem({ isFull, isAway }: DatabaseState): ProblemError {
  if (isFull) return problemOfTrouble('full');
  return problemOfTrouble(isAway ? 'away' : 'busy');
}

/** @returns undefined where the database is not to blame */
export function databaseProblem(error: unknown): ProblemError | undefined {
  const trouble = databaseTrouble(error);
  return trouble && problemOfTrouble(trouble, error);
}
