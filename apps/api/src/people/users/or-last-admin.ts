import { ProblemError } from '../../common/problem-error.js';
import { LastAdminError } from './last-admin.repository.js';

/** Work that takes an admin away. @throws ProblemError `last_admin` for what `keepAnAdmin` refuses */
export async function orLastAdmin<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof LastAdminError)) throw error;
    throw new ProblemError(
      'last_admin',
      'This is the only admin who can sign in. Make someone else an admin first.',
    );
  }
}
