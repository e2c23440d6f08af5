import type { Problem } from '@inkling/contract';
import { PROBLEMS, type FieldProblem, type ProblemCode } from './problem-error.js';

/** RFC 9457. */
export function problemDocument(
  code: ProblemCode,
  detail: string,
  extras: {
    readonly requestId?: string;
    readonly errors?: readonly FieldProblem[] | undefined;
    readonly current?: Problem['current'];
  } = {},
): Problem {
  const { status, title } = PROBLEMS[code];
  return {
    type: `/problems/${code.replaceAll('_', '-')}`,
    title,
    status,
    detail,
    code,
    ...(extras.requestId !== undefined && { requestId: extras.requestId }),
    ...(extras.errors && extras.errors.length > 0 && { errors: [...extras.errors] }),
    ...(extras.current && { current: extras.current }),
  };
}
