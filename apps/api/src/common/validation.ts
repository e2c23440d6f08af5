import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { z } from 'zod';
import { ProblemError, type FieldProblem, type ProblemCode } from './problem-error.js';

/** RFC 6901: `~` and `/` in a name are escaped. */
export const jsonPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const MOST_ERRORS = 20;

/** Fields whose own problem is worth a code of its own. */
const CODE_OF_FIELD: Record<string, ProblemCode> = { '/task': 'unknown_task' };

/** One problem for all that a schema found wrong. */
export function validationProblem(
  issues: readonly { readonly message: string; readonly path?: readonly PropertyKey[] }[],
): ProblemError {
  const errors: FieldProblem[] = issues
    .slice(0, MOST_ERRORS)
    .map((issue) => ({ pointer: jsonPointer(issue.path ?? []), detail: issue.message }));
  const first = errors[0] ?? { pointer: '', detail: 'not valid' };
  const code = CODE_OF_FIELD[first.pointer] ?? 'invalid_request';
  const place = first.pointer === '' ? 'The request' : `"${first.pointer}"`;
  return new ProblemError(code, `${place}: ${first.detail}`, { errors });
}

/** The value as its schema reads it, or a problem that says where it is wrong. */
export function parseOrThrow<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw validationProblem(result.error.issues);
}

/** For Nest's validation pipe. */
export const problemOfIssues = (issues: readonly StandardSchemaV1.Issue[]): ProblemError =>
  validationProblem(
    issues.map(({ message, path }) => ({
      message,
      path: (path ?? []).map((part) => (typeof part === 'object' ? part.key : part)),
    })),
  );
