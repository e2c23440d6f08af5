import { ProblemError } from '../../common/problem-error.js';
import type { DatabaseState } from '../../database/database-state.js';

/**
 * Whether what comes with an id that its device made has come before.
 *
 * @param recordedOf whose the one with this id is: `null` of a visitor's, `undefined` where there is none
 * @throws ProblemError `id_taken` where it is somebody else's; it says nothing of theirs
 */
export function isAgain(recordedOf: string | null | undefined, writerId: string | null): boolean {
  if (recordedOf === undefined) return false;
  if (recordedOf === writerId) return true;
  throw new ProblemError('id_taken', 'This id is taken. Make another one and send it again.');
}

/**
 * As `isAgain`, before anything is read. Not where the database is away.
 *
 * @param getWriter looks up whose the one with this id is
 * @throws ProblemError `id_taken`
 */
export async function cameBefore(
  database: DatabaseState,
  getWriter: () => Promise<string | null | undefined>,
  writerId: string | null,
): Promise<boolean> {
  try {
    return !database.isAway && isAgain(await getWriter(), writerId);
  } catch (error) {
    if (error instanceof ProblemError || database.noteFailure(error) === undefined) throw error;
    return false;
  }
}
