import { APIError } from 'better-auth/api';
import { PROBLEMS, ProblemError } from '../../common/problem-error.js';

/**
 * A problem of ours as an error of Better Auth's, from where its answers become problems again: both the
 * answers of its calls and the redirects of sign-ins through providers carry the code.
 */
export async function asApiError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { code, message, errors } = error;
    throw new APIError(PROBLEMS[code].status, { code, message, ...(errors && { errors }) });
  }
}
