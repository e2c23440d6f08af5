import { HttpException } from '@nestjs/common';
import { InkError } from '@inkling/ink';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { databaseProblem } from '../database/database-problem.js';
import { problemDocument } from '../common/problem-document.js';
import { ProblemError, type ProblemCode } from '../common/problem-error.js';

/** Statuses of Nest's and Fastify's own errors, with what a person can do. */
const OF_STATUS: Record<number, readonly [ProblemCode, string]> = {
  400: ['malformed_request', 'The request cannot be read. Send valid JSON, or a form with a file.'],
  404: ['not_found', 'There is nothing at this address.'],
  405: ['method_not_allowed', 'This address does not take that method.'],
  412: [
    'precondition_failed',
    'The file has changed since you asked. Ask again without conditions.',
  ],
  413: ['too_large', 'The request is too large. A picture may have up to 8 MB.'],
  414: ['address_too_long', 'The address is too long.'],
  415: ['unsupported_media_type', 'Send application/json or multipart/form-data.'],
  416: ['range_not_satisfiable', 'The file has no bytes in this range.'],
  429: ['too_many_requests', 'Too many requests. Wait a moment.'],
};

/** Where errors become answers; of old clients, see classic/answer-classic-error.ts. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  if (reply.sent) return;
  const problem = toProblem(error, request);
  const document = problemDocument(problem.code, problem.message, {
    requestId: String(request.id),
    errors: problem.errors,
    current: problem.current,
  });
  void reply
    .code(document.status)
    .headers(problem.headers)
    .header('content-type', 'application/problem+json')
    .header('cache-control', 'no-store')
    // As text: a route's own serializer is for its answers.
    .serializer((payload: unknown) => payload as string)
    .send(JSON.stringify(document));
}

/** The one place where errors become problems. What is not known is logged, and not told. */
export function toProblem(error: unknown, request: FastifyRequest): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof InkError) return new ProblemError(error.code, error.message);
  const database = databaseProblem(error);
  if (database) return database;
  const status = statusOf(error);
  const known = OF_STATUS[status];
  if (known) return new ProblemError(...known);
  // Whatever else a library finds wrong with a request is no failure of ours.
  if (status >= 400 && status < 500) return new ProblemError(...OF_STATUS[400]!);
  request.log.error(
    {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions?.url,
      status,
      stack: safeStack(error),
    },
    'a request failed',
  );
  return new ProblemError(
    'internal_error',
    `Something went wrong on our side; it is in the log as ${String(request.id)}. Try again.`,
  );
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 500;
}

/** Name, code and where; no message of the database's errors, since they quote what was written. */
function safeStack(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error;
  const { name = '', message = '', stack = '', code } = error as Error & { code?: unknown };
  const where = stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
  const said = name.startsWith('Prisma') ? '' : message.slice(0, 300);
  return `${name} ${typeof code === 'string' ? code : ''} ${said}\n${where}`;
}
