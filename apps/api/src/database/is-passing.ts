import { databaseTrouble } from '@inkling/store';

/** SQLSTATE class 40, rolled back for the sake of another transaction, and codes of the operating system. */
const PASSING = /^(40\w{3}|E[A-Z]+)$/;

/** Whether an error may not come again: the same work is worth another try. */
export function isPassing(error: unknown): boolean {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return databaseTrouble(error) !== undefined || (typeof code === 'string' && PASSING.test(code));
}
